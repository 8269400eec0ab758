/** One installation for a suite, and the browser of its visitors. */
import { after, before } from 'node:test';
import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core';
import { type App, startApp } from '../support/app.ts';
import { desktop, launchBrowser, type Visitor, visit } from '../support/browser.ts';
import { makeDatabase, type TestDatabase } from '../support/database.ts';
import { proveSecondFactor } from '../support/second-factor.ts';
import { administrator, becomeAdministrator } from './steps.ts';

type Cookies = Awaited<ReturnType<BrowserContext['storageState']>>;

export interface House {
  readonly db: TestDatabase;
  readonly app: App;
  readonly browser: Browser;
  /** Somebody whom the house does not know; a phone unless told. */
  visit(options?: BrowserContextOptions): Promise<Visitor>;
}

export interface StaffedHouse extends House {
  /** Of the administrator, whose second factor was just proved. */
  cookies: Cookies;
  /** The administrator, at a desk unless told. */
  come(options?: BrowserContextOptions): Promise<Visitor>;
}

/**
 * Opens a house before the suite's tests and closes it after them; every field is there from the suite's first hook on.
 * `settings` are those of the environment.
 */
export function openHouse(settings?: () => Promise<Record<string, string>>): House {
  return open(settings);
}

/** The same, where the administrator has already come. */
export function openStaffedHouse(settings?: () => Promise<Record<string, string>>): StaffedHouse {
  const house = open(settings);
  before(async () => {
    const { page, context, leave } = await house.visit(desktop);
    await becomeAdministrator(page, house.app);
    await proveSecondFactor(house.db, administrator.email);
    Object.assign(house, { cookies: await context.storageState() });
    await leave();
  });
  const staffed = house as StaffedHouse;
  staffed.come = (options) => house.visit({ ...desktop, ...options, storageState: staffed.cookies });
  return staffed;
}

function open(settings = async (): Promise<Record<string, string>> => ({})): House {
  const house = { visit: (options) => visit(house.browser, house.app.url, options) } as {
    -readonly [Key in keyof House]: House[Key];
  };
  let drop: (() => Promise<void>) | undefined;
  before(async () => {
    const made = await makeDatabase();
    drop = made.drop;
    house.db = made.db;
    house.app = await startApp(made.db, await settings());
    house.browser = await launchBrowser();
  });
  after(async () => {
    await house.browser?.close();
    await house.app?.close();
    await drop?.();
  });
  return house;
}
