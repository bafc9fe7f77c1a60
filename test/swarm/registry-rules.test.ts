import {expect, test} from 'vitest';
import {hostOf, isInsecure} from '../../source/swarm/registry-rules.ts';

const rules = {
	listed: new Map([
		['mgr1:5000', false],
		['127.0.0.1:6000', true],
	]),
	insecureSubnets: ['127.0.0.0/8', '10.20.0.0/16', 'nonsense'],
};

test.each([
	['mgr1:5000', [], true],
	['mgr1:5001', [], false],
	['mgr1', [], false],
	['127.0.0.1:5000', [], true],
	['127.0.0.1:6000', [], false],
	['registry.example.com', ['192.0.2.1'], false],
	['registry.example.com', ['192.0.2.1', '10.20.3.4'], true],
	['[::1]:5000', ['::1'], false],
	['[::ffff:127.0.0.1]:5000', [], true],
])('%s at %j: %s', (registry, addresses, insecure) => {
	expect(isInsecure(registry, addresses, rules)).toBe(insecure);
});

test('a host is told from its port', () => {
	expect(['mgr1:5000', 'mgr1', '[::1]:5000', '[::1]'].map(hostOf)).toEqual(['mgr1', 'mgr1', '::1', '::1']);
});
