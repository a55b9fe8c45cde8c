import type { Page } from 'playwright-core';

/** From the next load on the operator has another instance to choose: `app_1/ins_2`, with the answers of the first. */
export async function giveTwoInstances(page: Page): Promise<void> {
  const instances = ['development', 'production'].map((environment_type, index) => ({
    instance_id: `ins_${index + 1}`,
    environment_type,
    publishable_key: 'pk',
  }));
  await page.route(/\/applications$/, (route) =>
    route.fulfill({ json: [{ application_id: 'app_1', name: 'My application', instances }] }),
  );
  await page.route(/\/ins_2/, async (route) => {
    const response = await route.fetch({ url: route.request().url().replace('ins_2', 'ins_1') });
    await route.fulfill({ response, body: (await response.text()).replace('ins_1', 'ins_2') });
  });
  await page.reload();
}
