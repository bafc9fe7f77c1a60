import {expect, test} from 'vitest';
import {parseLabel, parseLabels} from '../../source/swarm/label-edit.ts';
import {parseReplicas} from '../../source/swarm/replicas.ts';

test.each([
	['3', 3],
	[' 0 ', 0],
	['010', 10],
	['10000', 10_000],
])('%s replicas', (text, value) => {
	expect(parseReplicas(text)).toEqual({value});
});

test.each(['', '-1', '1.5', '1e3', '0x10', 'three', '10001', '99999999999999999999'])(
	'"%s" is no number of replicas',
	text => {
		expect(parseReplicas(text)).toEqual({problem: expect.any(String)});
	},
);

test.each([
	['zone=seoul', {kind: 'set', key: 'zone', value: 'seoul'}],
	['zone=a=b', {kind: 'set', key: 'zone', value: 'a=b'}],
	['zone=', {kind: 'set', key: 'zone', value: ''}],
	['gpu', {kind: 'set', key: 'gpu', value: ''}],
	['gpu-', {kind: 'remove', key: 'gpu'}],
	['range=1-', {kind: 'set', key: 'range', value: '1-'}],
	['com.example.a-b', {kind: 'set', key: 'com.example.a-b', value: ''}],
])('label %s', (text, value) => {
	expect(parseLabel(text)).toEqual({value});
});

test.each(['', '=x', '-', 'a b=c'])('"%s" is no label', text => {
	expect(parseLabel(text)).toEqual({problem: expect.any(String)});
});

test('several labels at once, none twice', () => {
	expect(parseLabels('zone=seoul, gpu  old-')).toEqual({value: {set: {zone: 'seoul', gpu: ''}, remove: ['old']}});
	expect(parseLabels('a=1 a-')).toEqual({problem: '"a" is there twice'});
	expect(parseLabels('a=1 =2')).toEqual({problem: expect.stringContaining('no key')});
	expect(parseLabels(' ')).toEqual({problem: expect.stringContaining('no label yet')});
	expect(
		Object.keys(
			'value' in parseLabels('__proto__=x') ? (parseLabels('__proto__=x') as {value: {set: object}}).value.set : {},
		),
	).toEqual(['__proto__']);
});
