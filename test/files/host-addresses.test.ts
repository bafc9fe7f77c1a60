import {expect, test} from 'vitest';
import {hostAddresses} from '../../source/files/host-addresses.ts';

const address = (address: string, more: {readonly family?: 'IPv4' | 'IPv6'; readonly internal?: boolean} = {}) =>
	({
		address,
		family: more.family ?? 'IPv4',
		internal: more.internal ?? false,
		netmask: '',
		mac: '',
		cidr: null,
		...(more.family === 'IPv6' && {scopeid: 0}),
	}) as never;

test('the address of the way out comes first, those of bridges for containers last, its own never', () => {
	const interfaces = {
		lo: [address('127.0.0.1', {internal: true})],
		docker0: [address('172.17.0.1')],
		eth0: [address('192.168.1.5')],
		eth1: [address('10.0.0.5'), address('fd00::5', {family: 'IPv6'}), address('fe80::1', {family: 'IPv6'})],
	};
	expect(hostAddresses(interfaces, 'eth1')).toEqual([
		{address: '10.0.0.5', name: 'eth1'},
		{address: 'fd00::5', name: 'eth1'},
		{address: '192.168.1.5', name: 'eth0'},
		{address: '172.17.0.1', name: 'docker0'},
	]);
});

test('without a way out, whatever is there', () => {
	expect(hostAddresses({docker0: [address('172.17.0.1')], eth0: [address('10.0.0.5')]}, undefined)[0]?.name).toBe(
		'eth0',
	);
	expect(hostAddresses({}, undefined)).toEqual([]);
});
