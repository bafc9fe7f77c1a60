import {expect, test} from 'vitest';
import {decodeRegistryRules} from '../../source/engine/decode/registries.ts';
import {isInsecure} from '../../source/swarm/registry-rules.ts';
import {readSample} from '../helpers/recordings.ts';

test('an engine as it comes takes plain HTTP from its own machine only', () => {
	const rules = decodeRegistryRules(readSample('info') as never);
	expect(rules.insecureSubnets).toEqual(['127.0.0.0/8']);
	expect(isInsecure('127.0.0.1:5000', [], rules)).toBe(true);
	expect(isInsecure('docker.io', [], rules)).toBe(false);
});

test('what an operator listed as insecure is', () => {
	const IndexConfigs = {'mgr1:5000': {Name: 'mgr1:5000', Secure: false}, 'docker.io': {Secure: true}, odd: null};
	const rules = decodeRegistryRules({RegistryConfig: {IndexConfigs, InsecureRegistryCIDRs: ['10.0.0.0/8', 7]}});
	expect([...rules.listed]).toEqual([
		['mgr1:5000', false],
		['docker.io', true],
		['odd', true],
	]);
	expect(isInsecure('10.1.2.3', [], rules)).toBe(true);
});

test.each([
	[null],
	[{}],
	[{RegistryConfig: null}],
	[{RegistryConfig: {IndexConfigs: 'no', InsecureRegistryCIDRs: null}}],
])('of %j nothing is insecure', info => {
	expect(decodeRegistryRules(info)).toEqual({listed: new Map(), insecureSubnets: []});
});
