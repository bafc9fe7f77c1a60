import {expect, test} from 'vitest';
import {createCluster} from '../../source/store/cluster.ts';
import {createSpecHistory} from '../../source/store/spec-history.ts';
import {serviceId} from '../../source/swarm/ids.ts';
import type {Service} from '../../source/swarm/service.ts';
import type {KnownSpec} from '../../source/swarm/spec-history.ts';
import {service, snapshotOf} from '../helpers/builders.ts';

const web = serviceId('id-web');

/** A service whose spec says no more than an image and a count. */
const at = (image: string, replicas: number, before?: {readonly image: string; readonly replicas: number}): Service =>
	service('web', {
		image,
		spec: specOf(image, replicas),
		...(before && {previousSpec: specOf(before.image, before.replicas), previousImage: before.image}),
	});

const specOf = (image: string, replicas: number) => ({
	Name: 'web',
	TaskTemplate: {ContainerSpec: {Image: image}},
	Mode: {Replicated: {Replicas: replicas}},
});

const open = (bounds?: {readonly perService: number; readonly inAll: number}) => {
	const cluster = createCluster();
	let now = 1000;
	const history = createSpecHistory({cluster, now: () => now, ...(bounds && {bounds})});

	return {
		history,
		/** The swarm says this at that instant. */
		show: (instant: number, ...services: readonly Service[]) => {
			now = instant;
			cluster.setState({snapshot: snapshotOf({services})});
		},
		images: () => history.of(web).map(({image}) => image),
	};
};

test('every spec that is seen is kept, newest first, with when it was seen and replaced', () => {
	const {history, show} = open();
	show(1, at('web:1', 2));
	show(2, at('web:2', 2, {image: 'web:1', replicas: 2}));
	show(3, at('web:2', 4, {image: 'web:2', replicas: 2}));

	expect(history.of(web)).toMatchObject([
		{image: 'web:2', seenAt: 3, replacedAt: undefined, spec: {Mode: {Replicated: {Replicas: 4}}}},
		{image: 'web:2', seenAt: 2, replacedAt: 3, spec: {Mode: {Replicated: {Replicas: 2}}}},
		{image: 'web:1', seenAt: 1, replacedAt: 2},
	]);
	history.stop();
});

test('what the engine keeps is known though nobody saw it, and a state of the update is no new spec', () => {
	const {history, show} = open();
	show(1, at('web:2', 2, {image: 'web:1', replicas: 2}));
	show(2, {...at('web:2', 2, {image: 'web:1', replicas: 2}), version: 99});

	expect(history.of(web)).toMatchObject([
		{image: 'web:2', seenAt: 1},
		{image: 'web:1', seenAt: undefined, replacedAt: undefined},
	]);
	history.stop();
});

test('two writes between two looks are both known: the engine keeps the one in between', () => {
	const {show, images, history} = open();
	show(1, at('web:1', 2));
	show(2, at('web:3', 2, {image: 'web:2', replicas: 2}));

	expect(images()).toEqual(['web:3', 'web:2', 'web:1']);
	history.stop();
});

test('a spec that comes back is there once', () => {
	const {show, images, history} = open();
	show(1, at('web:1', 2));
	show(2, at('web:2', 2, {image: 'web:1', replicas: 2}));
	show(3, at('web:1', 2, {image: 'web:2', replicas: 2}));

	expect(images()).toEqual(['web:1', 'web:2']);
	history.stop();
});

test('a write from here is named, whether the swarm shows it before or after', () => {
	const {show, history} = open();
	show(1, at('web:1', 2));
	history.noteWrite(at('web:1', 2), 'Update image');
	show(2, at('web:2', 2, {image: 'web:1', replicas: 2}));
	show(3, at('web:2', 4, {image: 'web:2', replicas: 2}));
	history.noteWrite(at('web:2', 2), 'Scale service');

	expect(history.of(web).map(({replacedBy}) => replacedBy)).toEqual([undefined, 'Scale service', 'Update image']);
	history.stop();
});

const kept = (image: string, replicas: number, replacedAt?: number): KnownSpec => ({
	spec: specOf(image, replicas),
	image,
	seenAt: undefined,
	replacedAt,
	replacedBy: replacedAt === undefined ? undefined : 'Update image',
});

test.each(['before', 'after'])('what earlier runs kept is added, read %s the swarm', when => {
	const {show, history} = open();
	const recall = () => history.recall(new Map([[web, [kept('web:2', 2, 20), kept('web:1', 2, 10)]]]));
	if (when === 'before') {
		recall();
	}
	show(50, at('web:2', 4, {image: 'web:2', replicas: 2}));
	if (when === 'after') {
		recall();
	}

	expect(history.of(web)).toMatchObject([
		{image: 'web:2', seenAt: 50, replacedAt: undefined, spec: specOf('web:2', 4)},
		{image: 'web:2', replacedAt: 20, replacedBy: 'Update image'},
		{image: 'web:1', replacedAt: 10},
	]);
	history.stop();
});

test('the spec of now is not among those of before, though an earlier run kept it', () => {
	const {show, images, history} = open();
	show(50, at('web:1', 2));
	history.recall(new Map([[web, [kept('web:1', 2, 10)]]]));

	expect(images()).toEqual(['web:1']);
	history.stop();
});

test('it is bounded per service and in all; what has not changed for longest goes first, but for what is there now', () => {
	const {show, images, history} = open({perService: 3, inAll: 6});
	const other = (name: string) => service(name, {spec: {Name: name}, previousSpec: {Name: name, a: 1}});
	for (let count = 1; count <= 9; count++) {
		show(count, at(`web:${count}`, 2));
	}
	expect(images()).toEqual(['web:9', 'web:8', 'web:7']);

	show(10, at('web:9', 2), other('a'), other('b'));
	expect(images()).toEqual(['web:9']);
	expect(history.of(serviceId('id-a'))).toHaveLength(2);
	expect(history.of(serviceId('id-b'))).toHaveLength(2);
	history.stop();
});

test('where there is no room for all, those that are gone go first, to the last spec', () => {
	const {show, images, history} = open({perService: 3, inAll: 4});
	show(1, at('web:1', 2), service('old'));
	show(2, at('web:2', 2), service('old'));
	show(3, at('web:2', 2));
	expect(history.of(serviceId('id-old'))).toHaveLength(1);
	show(4, at('web:2', 2), service('a'), service('b'));

	expect(images()).toEqual(['web:2', 'web:1']);
	expect(history.of(serviceId('id-old'))).toEqual([]);
	history.stop();
});

test('a service that is gone for a moment keeps its history', () => {
	const {show, images, history} = open();
	show(1, at('web:1', 2));
	show(2, at('web:2', 2));
	show(3);
	show(4, at('web:2', 2));

	expect(images()).toEqual(['web:2', 'web:1']);
	history.stop();
});
