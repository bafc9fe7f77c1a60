import {expect, test} from 'vitest';
import {serviceForm} from '../../source/specs/form/service-form.ts';
import {type OpenDashboard, openDashboard} from '../helpers/dashboard.tsx';
import {openOnSimulator} from '../helpers/on-simulator.ts';
import {rawNetwork} from '../helpers/small-engine/build.ts';
import {rested, sayYes} from './dialog-steps.ts';
import {calmWorld} from './worlds.ts';

const fields = serviceForm.flatMap(part => part.entries.map(entry => entry.name));

const world = () => {
	const calm = calmWorld();
	calm.networks.push(rawNetwork('backend'));
	return calm;
};

const opened = async (skep: OpenDashboard) => {
	await skep.press('1', 'a');
	await rested(skep);
};

const form = (skep: OpenDashboard) => {
	const phase = skep.dialog()?.phase;
	if (phase?.kind !== 'form') {
		throw new Error(`There is no form. Screen:\n${skep.text()}`);
	}
	return phase;
};

/** Goes through the form from where it is, and types what is given for a field when it comes by. */
const fill = async (skep: OpenDashboard, values: Readonly<Record<string, string>>) => {
	const {active} = form(skep);
	const last = Math.max(...Object.keys(values).map(name => fields.indexOf(name)));
	const typed = fields.slice(active, last + 1).map(name => values[name] ?? '');
	await skep.burst(...typed.flatMap((text, at) => [...text, ...(active + at < last ? ['tab'] : [])]));
};

/** As wide as a dialog: nothing of the panes is beside it. */
const wide = {columns: 104, rows: 48};

const goOn = async (skep: OpenDashboard) => {
	await skep.press('enter');
	await rested(skep);
};

test.each([
	[80, 24],
	[120, 36],
])('on %dx%d every part of the form is in view, and each of its fields in its part', async (columns, rows) => {
	await using skep = await openDashboard(world(), {columns, rows});
	await opened(skep);
	for (const {title, entries} of serviceForm) {
		const text = skep.text();
		for (const {title: other} of serviceForm) {
			expect(text).toContain(` ${other}`);
		}
		expect(text).toContain(`> ${title}`);
		for (const {label} of entries) {
			expect(text).toMatch(new RegExp(` ${label}( |$)`, 'm'));
		}
		expect(text).not.toContain('more line');
		await skep.press('pagedown');
	}
	expect(skep.text()).toContain('> Basics');
	await skep.press('pageup');
	expect(skep.text()).toContain('> Rollbacks');
});

test('what is wrong is said at its field, wherever one is, and nothing typed is lost', async () => {
	await using skep = await openDashboard(world(), {columns: 80, rows: 24});
	await opened(skep);
	await fill(skep, {name: 'web', image: 'shop/web:2', ports: '8080:80', networks: 'backedn', updateDelay: '10s'});
	await goOn(skep);
	expect(fields[form(skep).active]).toBe('ports');
	expect(skep.text()).toContain('> Ports and networks');
	expect(skep.row('port 8080/tcp is taken by')).toBeDefined();
	expect(skep.writes()).toEqual([]);
	await skep.press('backspace', 'ctrl+u');
	await fill(skep, {ports: '8090:80'});
	await goOn(skep);
	expect(fields[form(skep).active]).toBe('networks');
	expect(form(skep).problem?.text).toBe('the swarm has no network backedn; is backend meant?');
	expect(form(skep).values).toMatchObject({name: 'web', image: 'shop/web:2', ports: '8090:80', updateDelay: '10s'});
});

test('what is too long for its field is shown below it, and the parts stay in view', async () => {
	await using skep = await openDashboard(world(), {columns: 80, rows: 24});
	await opened(skep);
	const mounts = 'type=volume,source=data,target=/data,volume-driver=local,volume-opt=type=nfs';
	await fill(skep, {mounts});
	expect(skep.text().replaceAll(/\s+/g, '')).toContain(mounts);
	expect(skep.text()).toContain(' Rollbacks');
	expect(skep.text()).not.toContain('more line');
});

test('a plan says what comes of it, leads back to the form, and makes the service', async () => {
	await using skep = await openDashboard(world(), wide);
	await opened(skep);
	await fill(skep, {
		name: 'web',
		image: 'shop/web:2',
		replicas: '2',
		ports: '8090:80',
		networks: 'backend',
		env: `GREETING='hello there'`,
		mounts: 'type=volume,source=pages,target=/srv',
		constraints: 'node.labels.disk == ssd',
	});
	await goOn(skep);
	const plan = skep.text().replaceAll(/\s+/g, ' ');
	for (const words of [
		'web: 2 tasks of shop/web:2',
		'1 node of 5 fits node.labels.disk==ssd.',
		'Port 8090/tcp opens on every node (5: mgr1, mgr2, mgr3, wrk1 and wrk2), and leads to port 80 of its tasks.',
		'On backend the name web leads to one address for all its tasks.',
		'The volume pages begins empty on every node',
		'Likely on wrk1.',
	]) {
		expect(plan).toContain(words);
	}
	await skep.press('shift+tab');
	await rested(skep);
	expect(form(skep).values).toMatchObject({name: 'web', replicas: '2', constraints: 'node.labels.disk == ssd'});
	await goOn(skep);
	await sayYes(skep);
	await skep.soon(() => skep.writes().length > 0 && skep.top() === undefined);
	expect(skep.writes()).toMatchObject([
		{method: 'POST', body: {Name: 'web', TaskTemplate: {ContainerSpec: {Env: ['GREETING=hello there']}}}},
	]);
	const made = skep.world.services.find(({Spec}) => Spec.Name === 'web');
	await skep.soon(() => skep.selectedId() === made?.ID);
	expect(JSON.parse(skep.journal().trim())).toMatchObject({operation: 'createService', input: {name: 'web'}});
	expect(JSON.stringify(JSON.parse(skep.journal().trim()).input)).not.toContain('hello');
});

test('what would wait is warned of, node by node', async () => {
	await using skep = await openDashboard(world(), wide);
	await opened(skep);
	await fill(skep, {name: 'web', image: 'shop/web:2', constraints: 'node.labels.disk==nvme'});
	await goOn(skep);
	const plan = skep.text().replaceAll(/\s+/g, ' ');
	expect(plan).toContain(
		'! Its task waits for a node: no suitable node (scheduling constraints not satisfied on 5 nodes).',
	);
	expect(plan).toContain('wrk1: node.labels.disk is ssd, needs nvme');
	expect(plan).toContain('Type web to confirm');
});

test('what the engine refuses leads back to the form, too', async () => {
	await using skep = await openDashboard(world(), wide);
	await opened(skep);
	await fill(skep, {name: 'web', image: 'shop/web:2'});
	await goOn(skep);
	const message = 'rpc error: code = InvalidArgument desc = ContainerSpec: something it minds';
	skep.small.fault(/services\/create/, {status: 400, message});
	await sayYes(skep);
	await rested(skep);
	expect(skep.text()).toContain('something it minds');
	await skep.press('shift+tab');
	await rested(skep);
	expect(form(skep).values).toMatchObject({name: 'web', image: 'shop/web:2'});
});

test('it runs on a simulated swarm, and the cursor is on it', async () => {
	await using skep = await openOnSimulator();
	await skep.soon(() => skep.context.cluster.getState().snapshot.swarm !== undefined);
	skep.press('1', 'a');
	await skep.soon(() => {
		skep.hear();
		const top = skep.ui().layers.at(-1);
		return top?.kind === 'operation' && top.phase.kind === 'form';
	});
	const type = (text: string) => skep.press(...text);
	type('fresh');
	skep.press('tab');
	type('shop/web:1');
	skep.press('tab', 'tab', 'tab', 'tab', 'tab');
	type('3');
	skep.press('enter');
	await skep.soon(() => skep.review() !== undefined);
	skep.hear();
	skep.press(...(skep.review()?.mustType === undefined ? ['y'] : ['f', 'r', 'e', 's', 'h', 'enter']));
	await skep.soon(() => skep.running('fresh').length === 3);
	await skep.soon(() => skep.context.view.selected('services')?.name === 'fresh');
});
