import {expect, test} from 'vitest';
import {matchesConstraints, parseConstraint} from '../../source/swarm/constraints.ts';
import {manager, node} from '../helpers/builders.ts';

const worker = node('Node-7', {
	labels: {disk: 'SSD', Zone: 'seoul'},
	engineLabels: {'com.example.rack': 'r1'},
	address: '10.1.2.3',
	architecture: 'x86_64',
});
const fits = (...texts: string[]) => matchesConstraints(texts, worker);

test.each([
	['node.hostname == node-7', true],
	['NODE.HostName==NODE-7', true],
	['node.hostname != node-7', false],
	['node.id == id-node-7', true],
	['node.role == worker', true],
	['node.role != manager', true],
	['node.platform.os == Linux', true],
	['node.platform.arch == x86_64', true],
	['node.platform.arch == amd64', false],
	['node.labels.disk == ssd', true],
	['node.labels.Disk == ssd', false],
	['Node.Labels.disk == ssd', true],
	['node.labels.zone != seoul', true],
	['node.labels.missing != anything', true],
	['node.labels.missing == anything', false],
	['engine.labels.com.example.rack == R1', true],
	['node.labels.disk == s*', false],
	['node.foo == x', false],
	['node.foo != x', false],
	['node.labels. != x', false],
	['constructor != x', false],
	['node.labels.constructor != x', true],
])('%s: %s', (text, answer) => {
	expect(fits(text)).toBe(answer);
});

test.each([
	['node.ip == 10.1.2.3', true],
	['node.ip != 10.1.2.3', false],
	['node.ip == ::ffff:10.1.2.3', true],
	['node.ip == 10.1.0.0/16', true],
	['node.ip == 10.1.2.0/25', true],
	['node.ip == 10.2.0.0/16', false],
	['node.ip != 10.2.0.0/16', true],
	['node.ip != 0.0.0.0/0', false],
	['node.ip != fd00::/8', true],
	['node.ip == 10.1.2', false],
	['node.ip != 10.1.2', false],
	['node.ip != 010.1.2.3', false],
	['node.ip != 10.1.2.3/33', false],
])('%s: %s', (text, answer) => {
	expect(fits(text)).toBe(answer);
});

test('an IPv6 node is found by address and subnet', () => {
	const six = node('six', {address: '2001:db8::2'});
	expect(matchesConstraints(['node.ip == 2001:0db8:0:0:0:0:0:2'], six)).toBe(true);
	expect(matchesConstraints(['node.ip == 2001:db8::/32'], six)).toBe(true);
	expect(matchesConstraints(['node.ip == 2001:db9::/32'], six)).toBe(false);
});

test('all constraints must hold, and none is none', () => {
	expect(fits('node.labels.disk == ssd', 'node.role == manager')).toBe(false);
	expect(fits()).toBe(true);
});

test('the role is the one a node has, not the one it is to get', () => {
	const promoted = node('m', {role: 'manager'});
	expect(matchesConstraints(['node.role == manager'], promoted)).toBe(false);
	expect(matchesConstraints(['node.role == manager'], manager('m'))).toBe(true);
});

test('== is found before !=, wherever it stands', () => {
	expect(parseConstraint('node.labels.a!=b==c')).toEqual({problem: "key 'node.labels.a!=b' is invalid"});
	expect(parseConstraint(' node.id == x ')).toEqual({value: {key: 'node.id', operator: '==', value: 'x'}});
});

test.each([
	['node.id = x', 'needs one operator'],
	['== x', "key '' is invalid"],
	['node id == x', "key 'node id' is invalid"],
	['node.id ==', "value '' is invalid"],
	['node.id == a,b', "value 'a,b' is invalid"],
])('%s is refused', (text, why) => {
	expect(parseConstraint(text)).toEqual({problem: expect.stringContaining(why)});
});
