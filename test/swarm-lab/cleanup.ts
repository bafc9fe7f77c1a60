import {mkdir, readdir, readFile, rm, rmdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {type LabLayout, labsFolder, layoutOf} from './layout.ts';
import {identify, isAlive, killProcesses, type ProcessIdentity, processesOn} from './processes.ts';
import {run} from './run.ts';
import {until} from './until.ts';

const ownerFile = ({folder}: LabLayout) => join(folder, 'owner.json');

/** Take a prefix for this process. Throws when another process that is still alive has it. */
export async function claim(layout: LabLayout) {
	const owner = await ownerOf(layout);

	if (owner && (await isAlive(owner))) {
		throw new Error(`The lab ${layout.prefix} belongs to process ${owner.id}, which is still running`);
	}

	await cleanUp(layout);
	await mkdir(layout.folder, {recursive: true});
	await writeFile(ownerFile(layout), JSON.stringify(await identify(process.pid)));
}

/** Remove what labs left behind whose process is gone. */
export async function cleanUpAbandoned() {
	for (const prefix of await namesIn(labsFolder)) {
		const layout = layoutOf(prefix);
		const owner = await ownerOf(layout);

		if (owner && !(await isAlive(owner))) {
			await cleanUp(layout);
		}
	}
}

/** Remove everything that carries a lab's prefix: processes, network namespaces, control groups, the folder. */
export async function cleanUp(layout: LabLayout) {
	await until(`nothing of ${layout.prefix} is left`, () => removeOnce(layout), {every: 20});
	await rm(layout.folder, {recursive: true, force: true, maxRetries: 5});
}

/** True when there was nothing to remove. Looks afresh each time: another start may clean up after the same lab. */
async function removeOnce(layout: LabLayout) {
	const namespaces = await namespacesOf(layout);
	const processes = await processesOn(namespaces);

	if (processes.length > 0) {
		killProcesses(processes);
		return false;
	}

	const controlGroups = await controlGroupsOf(layout);

	await Promise.all(namespaces.map(name => run('ip', ['netns', 'delete', name])));
	await Promise.all(controlGroups.map(removeControlGroup));

	return namespaces.length === 0 && controlGroups.length === 0;
}

/** What is left of a lab, each in words; empty after `cleanUp`. */
export async function leftoversOf(layout: LabLayout): Promise<readonly string[]> {
	const namespaces = await namespacesOf(layout);
	const processes = await processesOn(namespaces);
	const folders = await namesIn(layout.folder);

	return [
		...processes.map(id => `process ${id}`),
		...namespaces.map(name => `network namespace ${name}`),
		...(await controlGroupsOf(layout)).map(path => `control group ${path}`),
		...folders.map(name => `file ${join(layout.folder, name)}`),
	];
}

async function ownerOf(layout: LabLayout): Promise<ProcessIdentity | undefined> {
	const text = await readFile(ownerFile(layout), 'utf8').catch(() => '');

	// Empty while it is being written.
	return text === '' ? undefined : JSON.parse(text);
}

const namespacesOf = async ({prefix}: LabLayout) => ofLab(prefix, await namesIn('/run/netns'));

/** In version 1 of the kernel's control groups there is one tree for each controller, in version 2 only one. */
async function controlGroupsOf({prefix}: LabLayout) {
	const root = '/sys/fs/cgroup';
	const trees = [root, ...(await namesIn(root)).map(name => join(root, name))];
	const found = await Promise.all(
		trees.map(async tree => ofLab(prefix, await namesIn(tree)).map(name => join(tree, name))),
	);

	return found.flat();
}

async function removeControlGroup(folder: string) {
	const inside = await readdir(folder, {withFileTypes: true});

	for (const entry of inside.filter(entry => entry.isDirectory())) {
		await removeControlGroup(join(folder, entry.name));
	}

	await rmdir(folder);
}

const ofLab = (prefix: string, names: readonly string[]) => names.filter(name => name.startsWith(`${prefix}-`));

const namesIn = async (folder: string) => readdir(folder).catch((): string[] => []);
