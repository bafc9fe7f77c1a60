import {cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {delimiter, dirname, join} from 'node:path';
import {afterAll, beforeAll, expect, onTestFinished, test} from 'vitest';
import {bytesOf} from '../helpers/keys.ts';
import {commandLine, type EngineVersion} from '../swarm-lab/engine-versions.ts';
import {type Lab, startLab} from '../swarm-lab/lab.ts';
import {describeOnLab} from '../swarm-lab/require-lab.ts';
import {until} from '../swarm-lab/until.ts';
import {hearing} from './hearing.ts';
import {command, confirm, goOn, journaled, leave, review} from './operate.ts';
import {openSkep, type Skep, type SkepOptions} from './skep.ts';

type Named = {readonly Name?: string; readonly Spec?: {readonly Name: string; readonly Labels?: object}};

describeOnLab('stacks, from their list', () => {
	let lab: Lab;
	const ask = <Answer>(path: string) => lab.api<Answer>(lab.node('mgr1'), 'GET', path);

	beforeAll(async () => {
		lab = await startLab({managers: 1, workers: 1, engineVersion: '28.5'});
	});

	afterAll(async () => lab?.stop());

	/** The compose files in a folder that may be changed. */
	const folder = () => {
		const path = mkdtempSync(join(tmpdir(), 'skep-compose-'));
		onTestFinished(() => rmSync(path, {recursive: true, force: true}));
		cpSync(join(import.meta.dirname, 'compose'), path, {recursive: true});
		return path;
	};

	/** With the docker command line of a version, or with none at all. */
	const open = async (version: EngineVersion | undefined, options: SkepOptions = {}) => {
		const path = version === undefined ? '/nonexistent' : dirname(await commandLine(version));
		const env = {
			PATH: version === undefined ? path : `${path}${delimiter}${process.env['PATH'] ?? ''}`,
			...options.env,
		};
		const skep = openSkep(lab.node('mgr1').host, {...options, env});
		await skep.waitFor(/services/);
		await openList(skep);
		return skep;
	};

	/** All that carries a stack's label. */
	const partsOf = async (stack: string) => {
		const filters = encodeURIComponent(JSON.stringify({label: [`com.docker.stack.namespace=${stack}`]}));
		const kinds = ['services', 'networks', 'secrets', 'configs'] as const;
		const found = await Promise.all(kinds.map(kind => ask<readonly Named[]>(`/${kind}?filters=${filters}`)));
		return found
			.flat()
			.map(({Name, Spec}) => Spec?.Name ?? Name ?? '')
			.sort();
	};

	const envOf = async (service: string) => {
		const {Spec} = await ask<{Spec: {TaskTemplate: {ContainerSpec: {Env: readonly string[]}}}}>(`/services/${service}`);
		return Spec.TaskTemplate.ContainerSpec.Env;
	};

	test('a stack is deployed, deployed again with a change, exported and removed', async () => {
		const files = folder();
		const file = join(files, 'wordpress.yaml');
		const change = (from: string, to: string) =>
			writeFileSync(
				file,
				readFileSync(file, 'utf8').replace(from, () => to),
			);
		// The lab's image knows no such signal: it would be killed after its grace period.
		change('stop_signal: SIGWINCH', 'stop_signal: SIGTERM');
		// The editor is a command, too: this one makes its change and ends.
		const env = {EDITOR: "sed -i 's/DEBUG: 1/DEBUG: 2/'"};
		const skep = await open('28.5', {rows: 60, cwd: files, env});
		await fillInForm(skep, file, 'blog');
		const plan = await review(skep, `docker stack deploy --compose-file ${file} blog`);
		expect(plan).toContain('Creates secret blog_db_password from');
		expect(plan).toContain('Creates service blog_wordpress: 1 task of shop/web:1, port 8000/tcp.');
		expect(plan).toContain('TABLE_PREFIX} is not set here, and becomes an empty text.');
		expect(plan).toContain('Swarm ignores container_name');
		await confirm(skep, 'blog');
		await skep.waitForDialog(/Creating service blog_wordpress/);
		expect(await partsOf('blog')).toEqual([
			...['blog_db', 'blog_db_password', 'blog_db_root_password', 'blog_default', 'blog_wordpress'],
			'wordpress_uploads-1',
		]);
		await leave(skep);
		await skep.waitFor('the stack blog is deployed, and whole');

		command(skep, 'exportCompose');
		await skep.waitFor('Exported blog to');
		const exported = join(files, 'blog.compose.yaml');
		expect(readFileSync(exported, 'utf8')).toMatch(/^ {2}wordpress:\n {4}image: .*shop\/web:1$/m);
		expect(statSync(exported).mode & 0o077).toBe(0);

		command(skep, 'editSpec');
		await goOn(skep);
		const again = await review(skep, `docker stack deploy --compose-file ${file} blog`);
		expect(again).toContain('Changes service blog_wordpress in 1 place: its tasks are replaced');
		expect(again).toContain('Leaves blog_db as it is');
		expect(again).toContain('env WORDPRESS_DEBUG: changed');
		await confirm(skep, 'blog');
		await skep.waitForDialog(/Updating service blog_wordpress/);
		expect(await envOf('blog_wordpress')).toContain('WORDPRESS_DEBUG=2');
		await leave(skep);
		await skep.waitFor('blog is deployed, and whole');

		writeFileSync(join(files, 'uploads.ini'), 'file_uploads = Off\n');
		command(skep, 'deployAgain');
		await goOn(skep);
		await skep.waitForDialog(/The config wordpress_uploads-1 exists with other content/);
		await leave(skep);

		command(skep, 'remove');
		const removal = await review(skep, 'docker stack rm blog');
		expect(removal).toContain('2 services go: blog_db and blog_wordpress; 2 tasks stop.');
		expect(removal).toContain('The volumes blog_content and blog_db_data stay on the nodes');
		await confirm(skep, 'blog');
		await until('all of it is gone', async () => (await partsOf('blog')).length === 0);
		await journaled(skep, [
			{operation: 'deployStack', outcome: 'requested', input: {file, stack: 'blog', prune: false}},
			{operation: 'redeployStack', outcome: 'requested'},
			{operation: 'removeStack', outcome: 'requested', command: 'docker stack rm blog'},
		]);
		expect(keptText(skep)).not.toMatch(/p4ssw0rd/);
	});

	test('a command line without stack config deploys without a plan, and says so, and where it stopped', async () => {
		const file = join(folder(), 'agent.yaml');
		const change = (from: string | RegExp, to: string) =>
			writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));
		change(/^ {4}secrets:\n {6}- license\n/m, '');
		change(/^secrets:\n(?: .*\n)+/m, '');
		const skep = await open('20.10');
		await fillInForm(skep, file, 'edge');
		const plan = await review(skep, `docker stack deploy --compose-file ${file} edge`);
		expect(plan).toMatch(/There is no plan: docker 20\.10\.\d+ has no `docker stack config`/);
		expect(plan).toContain('Swarm ignores tmpfs');
		await confirm(skep, 'edge');
		await skep.waitForDialog(
			/docker stopped in the middle: service migrate: Unknown mode: replicated-job\. Begun until then: creating network edge_agent_network\./,
		);
		await leave(skep);

		change('mode: replicated-job', 'mode: replicated');
		await skep.waitFor(/edge +0/);
		command(skep, 'deployAgain');
		await goOn(skep);
		await review(skep, `docker stack deploy --compose-file ${file} edge`);
		await confirm(skep, 'edge');
		await skep.waitForDialog(/Creating service edge_portainer/);
		expect(await partsOf('edge')).toEqual(['edge_agent', 'edge_agent_network', 'edge_migrate', 'edge_portainer']);
		await lab.docker(lab.node('mgr1'), 'stack', 'rm', 'edge');
	});

	test('without a command line, one sentence says what is missing', async () => {
		const skep = await open(undefined);
		await fillInForm(skep, join(folder(), 'vote.yaml'), 'vote');
		await skep.waitForDialog(/There is no docker command line here: install the docker CLI/);
	});

	test('what is wrong in a file is said with its line, before anything is sent', async () => {
		const file = join(folder(), 'vote.yaml');
		writeFileSync(file, readFileSync(file, 'utf8').replace('parallelism: 2', 'parallelism: two'));
		const skep = await open('28.5');
		await fillInForm(skep, file, 'vote');
		await skep.waitForDialog(
			/vote\.yaml, line 21: services\.vote\.deploy\.update_config\.parallelism must be an integer/,
		);
		expect(skep.dialog()).not.toContain('do it');
		expect(await partsOf('vote')).toEqual([]);
	});
});

/** The list of stacks, from the palette. */
async function openList(skep: Skep) {
	skep.press(':');
	skep.type('showStacks'.toLowerCase());
	await skep.waitFor(': showstacks');
	skep.press(bytesOf('enter'));
	await skep.waitFor(/Stacks \d/);
}

/** A path, then a name in the next field, then on. */
async function fillInForm(skep: Skep, file: string, stack: string) {
	// Until the swarm was read, the key says that nothing is known of it.
	await until(
		'the form',
		() => {
			const isThere = skep.dialog().includes('compose file');
			isThere || command(skep, 'add');
			return isThere;
		},
		{every: 1000},
	);
	await skep.waitForDialog(/Enter go on/);
	await hearing(skep);
	// The key may have been pressed once more before the form was drawn.
	skep.press(bytesOf('ctrl+u'));
	skep.type(file);
	await skep.waitForDialog(new RegExp(`${file}_`));
	skep.press(bytesOf('tab'));
	skep.type(stack);
	await skep.waitForDialog(new RegExp(`The stack is called ${stack}\\.`));
	skep.press(bytesOf('enter'));
}

/** Everything that it keeps on disk. */
const keptText = ({home}: Skep) =>
	readdirSync(home, {recursive: true, withFileTypes: true})
		.filter(entry => entry.isFile())
		.map(entry => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
		.join('\n');
