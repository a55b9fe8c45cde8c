import type { ReactNode } from 'react';
import type { Application } from '../platform/resources.ts';

export interface InstancePlace {
  readonly applicationId: string;
  readonly instanceId: string;
  readonly applicationName: string;
  readonly environment: string;
}

export function placesOf(applications: readonly Application[]): InstancePlace[] {
  return applications.flatMap((application) =>
    application.instances.map((instance) => ({
      applicationId: application.application_id,
      instanceId: instance.instance_id,
      applicationName: application.name,
      environment: instance.environment_type,
    })),
  );
}

export function placeText(place: InstancePlace): string {
  return `${place.applicationId}/${place.instanceId}`;
}

/** Which instance this is; a choice where there are several. */
export function InstanceChoice(props: {
  readonly places: readonly InstancePlace[];
  readonly place: InstancePlace;
  readonly onChoose: (text: string) => void;
}): ReactNode {
  const { place, places, onChoose } = props;
  return (
    <p className="instance-line">
      {places.length > 1 ? (
        <label>
          <span className="visually-hidden">Instance</span>
          <select value={placeText(place)} onChange={(event) => onChoose(event.target.value)}>
            {places.map((one) => (
              <option key={placeText(one)} value={placeText(one)}>
                {one.applicationName} · {one.environment}
              </option>
            ))}
          </select>
        </label>
      ) : (
        <>
          <strong dir="auto">{place.applicationName}</strong>
          <span className="badge">{place.environment}</span>
        </>
      )}
    </p>
  );
}
