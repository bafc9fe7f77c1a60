import {expect, test} from 'vitest';
import {driftOf, type TagAnswer} from '../../source/swarm/image-drift.ts';
import {imagesInUse} from '../../source/swarm/images-in-use.ts';
import {leader, replicated, runningTasks, service, snapshotOf, updateStatus} from '../helpers/builders.ts';

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const [a, b, c] = [digest('a'), digest('b'), digest('c')];

const nodes = [leader('mgr1')];

/** Services by the image of their spec, and what each of their tasks runs. */
const swarmOf = (
	services: Readonly<
		Record<string, {readonly spec: string; readonly tasks?: readonly string[]; readonly isRolling?: true}>
	>,
) => {
	const made = Object.entries(services).map(([name, {spec, tasks = [spec], isRolling}]) => ({
		service: service(name, {
			image: spec,
			mode: replicated(tasks.length),
			...(isRolling && {updateStatus: updateStatus('updating')}),
		}),
		tasks,
	}));
	return snapshotOf({
		nodes,
		services: made.map(({service}) => service),
		tasks: made.flatMap(({service, tasks}) =>
			runningTasks(service, nodes).map((task, index) => ({...task, image: tasks[index] ?? ''})),
		),
	});
};

/** In short: `shop/web:1 aaa: web 2, api 1 | bbb: web 1`. */
const short = (snapshot: ReturnType<typeof swarmOf>) =>
	imagesInUse(snapshot)?.map(
		({name, versions}) =>
			`${name} ${versions
				.map(
					({digest, users}) =>
						`${digest?.slice(7, 10) ?? '-'}: ${users.map(({service, tasks}) => `${service.name} ${tasks}`).join(', ')}`,
				)
				.join(' | ')}`,
	);

const answered = (digest: string): TagAnswer => ({kind: 'digest', digest, at: 0});

test('images are told by name and tag, whatever their registry is called, with who runs what of them', () => {
	const snapshot = swarmOf({
		web: {spec: `shop/web:1@${a}`, tasks: [`shop/web:1@${a}`, `shop/web:1@${a}`]},
		api: {spec: `docker.io/shop/web:1@${b}`},
		proxy: {spec: 'nginx'},
		other: {spec: 'docker.io/library/nginx:latest'},
		fixed: {spec: `tool@${c}`},
		idle: {spec: 'reg.example:5000/tool:2', tasks: []},
	});
	expect(short(snapshot)).toEqual([
		'nginx:latest -: other 1, proxy 1',
		'reg.example:5000/tool:2 -: idle 0',
		'shop/web:1 aaa: web 2 | bbb: api 1',
		'tool ccc: fixed 1',
	]);
});

test('while a rollout changes the tag, both are in use; where only the digest changes, both are versions of one', () => {
	expect(short(swarmOf({web: {spec: 'web:2', tasks: ['web:2', 'web:1'], isRolling: true}}))).toEqual([
		'web:1 -: web 1',
		'web:2 -: web 1',
	]);
	const [image] =
		imagesInUse(swarmOf({web: {spec: `web:1@${b}`, tasks: [`web:1@${a}`, `web:1@${b}`], isRolling: true}})) ?? [];
	expect(image && driftOf(image, undefined)).toEqual({kind: 'several', isRolling: true, now: undefined});
});

test('a spec that nothing runs by yet is no second version', () => {
	expect(short(swarmOf({web: {spec: `web:1@${b}`, tasks: [`web:1@${a}`]}}))).toEqual(['web:1 aaa: web 1']);
	expect(short(swarmOf({web: {spec: `web:2@${b}`, tasks: [`web:1@${a}`]}}))).toEqual([
		'web:1 aaa: web 1',
		'web:2 bbb: web 0',
	]);
});

test.each([
	['one digest, not asked', {x: `web:1@${a}`}, undefined, {kind: 'unknown'}],
	['one digest, being asked', {x: `web:1@${a}`}, {kind: 'asking'} as const, {kind: 'unknown'}],
	['what the tag means', {x: `web:1@${a}`}, answered(a), {kind: 'current'}],
	['the tag moved on', {x: `web:1@${a}`}, answered(b), {kind: 'moved', now: b}],
	[
		'two services, two digests',
		{x: `web:1@${a}`, y: `web:1@${b}`},
		answered(b),
		{kind: 'several', isRolling: false, now: b},
	],
	['no digest', {x: 'web:1'}, answered(b), {kind: 'unpinned', now: b}],
	['pinned here, not there', {x: `web:1@${a}`, y: 'web:1'}, undefined, {kind: 'unpinned', now: undefined}],
	['a digest alone', {x: `web@${a}`}, undefined, {kind: 'fixed'}],
])('%s', (_, images, answer, drift) => {
	const services = Object.fromEntries(Object.entries(images).map(([name, spec]) => [name, {spec}]));
	const [image, ...more] = imagesInUse(swarmOf(services)) ?? [];
	expect(more).toEqual([]);
	expect(image && driftOf(image, answer)).toEqual(drift);
});

test('a service whose tasks are not known counts by its spec', () => {
	const web = service('web', {image: `web:1@${a}`});
	const snapshot = {...snapshotOf({nodes, services: [web]}), tasks: new Map()};
	expect(imagesInUse(snapshot)?.[0]?.versions).toEqual([{digest: a, users: [{service: web, tasks: undefined}]}]);
});
