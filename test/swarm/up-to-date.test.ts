import {expect, test} from 'vitest';
import {isUpToDate} from '../../source/swarm/up-to-date.ts';
import {node, service, task, templateOf} from '../helpers/builders.ts';

const web = service('web', {image: 'web:2', constraints: ['node.labels.disk == ssd']});
const ssd = node('worker-1', {labels: {disk: 'ssd'}});
const hdd = node('worker-1', {labels: {disk: 'hdd'}});

test('equal content is up to date, whatever object it is', () => {
	const equal = task('a', {template: templateOf('web:2', ['node.labels.disk == ssd'])});
	expect(isUpToDate(equal, web, hdd)).toBe(true);
	expect(isUpToDate(task('b', {template: web.template}), web, undefined)).toBe(true);
});

test('another image is out of date on any node', () => {
	expect(isUpToDate(task('a', {template: templateOf('web:1', ['node.labels.disk == ssd'])}), web, ssd)).toBe(false);
});

test('when only the placement differs, it is up to date while its node fits', () => {
	const unplaced = task('a', {template: templateOf('web:2')});
	expect(isUpToDate(unplaced, web, ssd)).toBe(true);
	expect(isUpToDate(unplaced, web, hdd)).toBe(false);
	expect(isUpToDate(unplaced, web, undefined)).toBe(false);
});
