import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { type Application, listApplications } from '../instances/index.ts';
import { type Operator, seesApplication } from './operator.ts';

/** The applications that are the operator's to administer or to look at, oldest first; the operators' own is not among them. */
export async function listOwnApplications(
  dependencies: Dependencies,
  operator: Operator,
): Promise<Application[]> {
  const applications = await listApplications(dependencies);
  return applications.filter(({ id }) => seesApplication(operator, id));
}

/** Throws Refusal `resource_not_found` for an application that is not there; its route has checked the right. */
export async function getApplication(
  dependencies: Dependencies,
  applicationId: string,
): Promise<Application> {
  const applications = await listApplications(dependencies);
  const application = applications.find(({ id }) => id === applicationId);
  if (!application) throw new Refusal('resource_not_found');
  return application;
}
