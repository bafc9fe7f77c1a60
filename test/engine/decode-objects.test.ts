import {expect, test} from 'vitest';
import {decodeNetwork} from '../../source/engine/decode/network.ts';
import {decodeConfig, decodeContent, decodeSecret} from '../../source/engine/decode/secret.ts';
import {decodeService} from '../../source/engine/decode/service.ts';
import {decodeJoinTokens, decodeSwarm} from '../../source/engine/decode/swarm.ts';
import {decodeVolumes} from '../../source/engine/decode/volume.ts';
import {readSample} from '../helpers/recordings.ts';
import {rawFile, rawService} from '../helpers/small-engine/build.ts';

const networks = (readSample('networks') as unknown[]).map(decodeNetwork);
const networkCalled = (name: string) => networks.find(network => network.name === name);

test('a network says where its addresses come from and who may join', () => {
	const {raw: _, ...appnet} = networkCalled('appnet') ?? {raw: undefined};
	expect(appnet).toEqual({
		id: '2fc02u32054fuxhvuxb0fr5ro',
		name: 'appnet',
		driver: 'overlay',
		ranges: [{subnet: '10.50.0.0/24', gateway: '10.50.0.1'}],
		isAttachable: true,
		isEncrypted: false,
		isIngress: false,
		isInternal: false,
		labels: {a: 'b'},
		stack: undefined,
		createdAt: Date.parse('2026-11-21T01:58:55.297Z'),
	});
	expect(networkCalled('encnet')).toMatchObject({isEncrypted: true, isAttachable: false});
	expect(networkCalled('ingress')).toMatchObject({isIngress: true, ranges: [{subnet: '10.0.0.0/24'}]});
});

test('a network that was never allocated has neither driver nor addresses', () => {
	const network = networkCalled('appnet2');
	expect(network).toMatchObject({name: 'appnet2', ranges: [], labels: {}});
	expect(network).not.toHaveProperty('driver');
});

test('a secret is its name and labels', () => {
	const [secret] = (readSample('secrets') as unknown[]).map(decodeSecret);
	expect(secret).toMatchObject({
		id: 'j5zw8j7lh54nuam1qn8x1783p',
		version: 2246,
		name: 's1',
		labels: {x: '2'},
		createdAt: Date.parse('2026-11-21T01:58:55.319Z'),
		updatedAt: Date.parse('2026-11-21T01:58:55.371Z'),
	});
});

test('a value that an engine sends against its word is dropped', () => {
	const secret = decodeSecret(rawFile('password', 'hunter2', {team: 'shop'}));
	expect(JSON.stringify(secret)).not.toContain(Buffer.from('hunter2').toString('base64'));
	expect(secret.raw).toMatchObject({Spec: {Name: 'password', Labels: {team: 'shop'}}});
	expect(secret.raw).not.toHaveProperty(['Spec', 'Data']);
});

test('of a config the size is kept, and the content only where it is asked for', () => {
	const raw = (readSample('configs') as unknown[])[0];
	const config = decodeConfig(raw);
	expect(config).toMatchObject({name: 'c1', labels: {z: '1'}, size: 25, isTemplate: true});
	expect(JSON.stringify(config)).not.toContain('aGVsbG86');
	expect(decodeContent(raw)).toEqual({kind: 'text', text: 'hello: {{.Node.Hostname}}'});
});

test('content that is no text is given as bytes', () => {
	const Data = Buffer.from([0x1f, 0x8b, 0x00, 0xff]).toString('base64');
	expect(decodeContent({ID: 'c', Spec: {Name: 'archive', Data}})).toEqual({kind: 'bytes', hex: '1f8b00ff'});
	expect(decodeContent({ID: 'c', Spec: {Name: 'empty'}})).toEqual({kind: 'text', text: ''});
});

test('a service says which secrets, configs, volumes and addresses it has', () => {
	const base = rawService('web');
	const service = decodeService({
		...base,
		Spec: {
			...base.Spec,
			TaskTemplate: {
				ContainerSpec: {
					Image: 'shop/web:1',
					Secrets: [{SecretID: 'secret2', SecretName: 'db-v2', File: {Name: 'db'}}],
					Configs: [{ConfigID: 'config1', ConfigName: 'nginx', File: {Name: '/etc/nginx.conf'}}],
					Mounts: [
						{Type: 'volume', Source: 'uploads', Target: '/uploads'},
						{Type: 'volume', Target: '/cache'},
						{Type: 'bind', Source: '/etc/hosts', Target: '/hosts'},
						{
							Type: 'volume',
							Source: 'nfs',
							Target: '/nfs',
							ReadOnly: true,
							VolumeOptions: {DriverConfig: {Name: 'efs'}},
						},
					],
				},
			},
		},
		PreviousSpec: {
			TaskTemplate: {ContainerSpec: {Secrets: [{SecretID: 'secret1', SecretName: 'db-v1'}], Configs: null}},
		},
		Endpoint: {VirtualIPs: [{NetworkID: 'net1', Addr: '10.50.0.2/24'}, {NetworkID: 'net2'}]},
	});
	expect(service.uses).toEqual({
		secrets: [{id: 'secret2', name: 'db-v2', target: 'db'}],
		configs: [{id: 'config1', name: 'nginx', target: '/etc/nginx.conf'}],
		volumes: [
			{name: 'uploads', target: '/uploads', driver: 'local', isReadOnly: false},
			{name: 'nfs', target: '/nfs', driver: 'efs', isReadOnly: true},
		],
		virtualAddresses: [{network: 'net1', address: '10.50.0.2'}],
		hasVirtualAddress: true,
		before: ['secret1'],
	});
});

test('settings come without tokens, and with the day the root certificate ends', () => {
	const swarm = decodeSwarm(readSample('swarm'));
	expect(swarm.settings).toEqual({
		version: 1986,
		issuer: expect.stringMatching(/^MFkw/),
		taskHistoryLimit: 5,
		isAutolocked: false,
		heartbeat: 5,
		snapshotInterval: 10_000,
		oldSnapshots: 0,
		nodeCertificateLife: 7_776_000,
		rootExpiresAt: Date.parse('2046-11-16T01:32:00Z'),
		isRootRotating: false,
		addressPools: ['10.0.0.0/8'],
		rangeBits: 24,
		dataPort: 4789,
	});
	expect(JSON.stringify(swarm)).not.toMatch(/JoinTokens|SWMTKN/);
});

test('a root certificate that makes no sense has no end', () => {
	const TrustRoot = '-----BEGIN CERTIFICATE-----\nbm8=\n-----END CERTIFICATE-----\n';
	expect(decodeSwarm({ID: 'swarm', TLSInfo: {TrustRoot}}).settings).toMatchObject({
		rootExpiresAt: undefined,
		addressPools: ['10.0.0.0/8'],
		rangeBits: 24,
		dataPort: 4789,
	});
});

test('volumes are read with what they are made of; an engine without any says null', () => {
	const name = 'f'.repeat(64);
	const volumes = decodeVolumes({
		Volumes: [
			{Name: 'uploads', Driver: 'local', Mountpoint: '/var/lib/docker/volumes/uploads/_data', Labels: {a: 'b'}},
			{Name: name, Driver: 'local', Options: null, CreatedAt: '2026-11-21T03:00:00+01:00'},
		],
	});
	expect(volumes).toMatchObject([
		{name: 'uploads', driver: 'local', isAnonymous: false, labels: {a: 'b'}, createdAt: undefined},
		{name, isAnonymous: true, options: {}, createdAt: Date.parse('2026-11-21T02:00:00Z')},
	]);
	expect(decodeVolumes(readSample('volumes'))).toEqual([]);
	expect(decodeVolumes({Volumes: null})).toEqual([]);
});

test('join tokens are read on their own, or not at all', () => {
	const token = 'SWMTKN-1-redacted';
	expect(decodeJoinTokens(readSample('swarm'))).toEqual({worker: token, manager: token});
	expect(() => decodeJoinTokens({ID: 'swarm'})).toThrow('no pair of join tokens');
});
