import {once} from 'node:events';
import {closeSync, openSync} from 'node:fs';
import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {type LabLayout, registryAddress} from './layout.ts';
import {spawnBound} from './run.ts';

/** Start a registry on the lab's bridge, where only the lab's nodes reach it. It keeps its images in the lab's folder. */
export async function startRegistry({folder, switchNamespace}: LabLayout) {
	const settings = join(folder, 'registry.yml');
	const [, port] = registryAddress.split(':');

	// JSON is YAML.
	await writeFile(
		settings,
		JSON.stringify({
			version: '0.1',
			log: {level: 'warn', accesslog: {disabled: true}},
			storage: {filesystem: {rootdirectory: join(folder, 'registry')}, delete: {enabled: true}},
			http: {addr: `:${port}`},
		}),
	);

	const log = openSync(join(folder, 'registry.log'), 'a');
	const enter = [`--net=/run/netns/${switchNamespace}`];
	const process = spawnBound('nsenter', [...enter, 'docker-registry', 'serve', settings], log);

	closeSync(log);
	await once(process, 'spawn');

	return process;
}
