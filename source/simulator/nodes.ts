import type {Availability, Role} from '../swarm/node.ts';
import {issuerOf} from './cluster.ts';
import type {EngineVersion} from './engine-version.ts';
import type {GenericResource} from './model.ts';
import type {Node} from './objects.ts';
import type {Swarm} from './swarm.ts';

export type NodePlan = {
	readonly hostname: string;
	readonly role?: Role;
	readonly availability?: Availability;
	readonly labels?: Readonly<Record<string, string>>;
	readonly engineLabels?: Readonly<Record<string, string>>;
	readonly cpus?: number;
	readonly memoryBytes?: number;
	readonly generic?: readonly GenericResource[];
	readonly architecture?: string;
	/** Where it differs from the engine played. */
	readonly engineVersion?: string;
};

const logDrivers = 'awslogs fluentd gcplogs gelf journald json-file local splunk syslog'.split(' ');
const networkDrivers = 'bridge host ipvlan macvlan null overlay'.split(' ');

const plugins = [
	...logDrivers.map(Name => ({Type: 'Log', Name})),
	...networkDrivers.map(Name => ({Type: 'Network', Name})),
	{Type: 'Volume', Name: 'local'},
];

/** Signed by a key that nobody has; good until 2046-11-16. */
const rootCertificate = [
	'-----BEGIN CERTIFICATE-----',
	'MIIBizCCATGgAwIBAgIUXKhAv7y+MLNHeGrGmXQKm70AHPUwCgYIKoZIzj0EAwIw',
	'EzERMA8GA1UEAwwIc3dhcm0tY2EwHhcNMjYxMTIxMTAwOTMxWhcNNDYxMTE2MTAw',
	'OTMxWjATMREwDwYDVQQDDAhzd2FybS1jYTBZMBMGByqGSM49AgEGCCqGSM49AwEH',
	'A0IABI8BK+5eeeSHaoq1jTDeZqYKpJVS7C5IrjjenBYg2CJT0UezbDwPyQRMbsyb',
	'V4nmmMLM+aZ2XD8J8UNAqUvliTKjYzBhMB0GA1UdDgQWBBTahBSvwrI2MpWx/fEj',
	'cuHVr+2khTAfBgNVHSMEGDAWgBTahBSvwrI2MpWx/fEjcuHVr+2khTAPBgNVHRMB',
	'Af8EBTADAQH/MA4GA1UdDwEB/wQEAwIBBjAKBggqhkjOPQQDAgNIADBFAiEApvBj',
	'6JzT5CvrzOapDRe246aGdNaGnBMocO/x4x2HTsUCIDCJzyRFLpNn7NdjHhd2UpDZ',
	'7zkRyBfOTFQdV1WTTGi4',
	'-----END CERTIFICATE-----',
	'',
].join('\n');

/** Of a swarm that never was. */
const tlsInfo = {
	TrustRoot: rootCertificate,
	CertIssuerSubject: 'MBMxETAPBgNVBAMTCHN3YXJtLWNh',
	CertIssuerPublicKey: issuerOf(0),
};

export const addNode = ({store}: Swarm, plan: NodePlan, engine: EngineVersion): Node => {
	const meta = store.nodes.meta();
	const number = store.nodes.all.size + 1;
	const role = plan.role ?? 'worker';
	return store.nodes.add({
		id: meta.ID,
		json: undefined,
		isUp: true,
		isCut: false,
		isManager: role === 'manager',
		seed: number,
		raw: {
			...meta,
			Spec: {Labels: plan.labels ?? {}, Role: role, Availability: plan.availability ?? 'active'},
			Description: {
				Hostname: plan.hostname,
				Platform: {Architecture: plan.architecture ?? 'x86_64', OS: 'linux'},
				Resources: {
					NanoCPUs: (plan.cpus ?? 4) * 1e9,
					MemoryBytes: plan.memoryBytes ?? 8 * 1024 ** 3,
					...(plan.generic ? {GenericResources: plan.generic} : {}),
				},
				Engine: {
					EngineVersion: plan.engineVersion ?? engine.version,
					...(plan.engineLabels ? {Labels: plan.engineLabels} : {}),
					Plugins: plugins,
				},
				TLSInfo: tlsInfo,
			},
			Status: {State: 'ready', Addr: `10.99.${number >> 8}.${number & 255}`},
		},
	});
};
