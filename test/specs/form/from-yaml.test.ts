import {expect, test} from 'vitest';
import {readSpec} from '../../../source/specs/edit/read-spec.ts';
import {copyOf, copyText, freeName, newSpecProblems} from '../../../source/specs/form/from-yaml.ts';
import {serviceTemplate} from '../../../source/specs/form/template.ts';
import type {Json} from '../../../source/swarm/values.ts';
import {service, snapshotOf} from '../../helpers/builders.ts';

const names = {
	networks: new Map([['net1', 'backend']]),
	secrets: new Map([['sec1', 'db_password']]),
	configs: new Map([['con1', 'app_settings']]),
};

const read = (text: string) => readSpec(text, {kind: 'service', spec: {}, names});

const specIn = (text: string): Json => {
	const reading = read(text);
	if (reading.kind !== 'spec') {
		throw new Error(JSON.stringify(reading));
	}
	return reading.spec;
};

const filledIn = (text: string) => text.replace('Name: ""', 'Name: web').replace('Image: ""', 'Image: nginx:1.27');

test('the template asks for an image, and is a whole service with a name and an image', () => {
	expect(read(serviceTemplate)).toMatchObject({
		kind: 'problems',
		problems: [{sentence: expect.stringContaining('the image name is missing')}],
	});
	expect(specIn(filledIn(serviceTemplate))).toEqual({
		Name: 'web',
		Mode: {Replicated: {Replicas: 1}},
		EndpointSpec: {Mode: 'vip'},
		TaskTemplate: {ContainerSpec: {Image: 'nginx:1.27'}},
	});
});

test('everything in the template can be uncommented, and means what it says', () => {
	const [head = '', ...rest] = serviceTemplate.split('\n\n');
	const whole = [head, rest.join('\n\n').replaceAll(/^# /gm, '')].join('\n\n');
	const spec = specIn(filledIn(whole));
	expect(spec).toMatchObject({
		Labels: {tier: 'front'},
		EndpointSpec: {Ports: [{PublishedPort: 8080, TargetPort: 80, Protocol: 'tcp', PublishMode: 'ingress'}]},
		TaskTemplate: {
			ContainerSpec: {
				Args: ['sh', '-c', 'sleep 60'],
				StopGracePeriod: 10e9,
				Secrets: [{SecretName: 'db_password', SecretID: 'sec1', File: {Mode: 0o444}}],
				Configs: [{ConfigName: 'app_settings', ConfigID: 'con1'}],
				Healthcheck: {Interval: 10e9, Retries: 3},
			},
			Networks: [{Target: 'net1', Aliases: ['web']}],
			Placement: {Constraints: ['node.role == worker'], MaxReplicas: 2},
			Resources: {Limits: {NanoCPUs: 1e9, MemoryBytes: 512 * 2 ** 20}},
			RestartPolicy: {Condition: 'any', Delay: 5e9},
		},
		UpdateConfig: {FailureAction: 'rollback', Order: 'start-first'},
		RollbackConfig: {FailureAction: 'pause'},
	});
});

const original: Json = {
	Name: 'shop_web',
	Labels: {'com.docker.stack.namespace': 'shop', tier: 'front'},
	TaskTemplate: {
		ContainerSpec: {Image: 'shop/web:2@sha256:abc', Labels: {'com.docker.stack.namespace': 'shop'}, Env: ['A=1']},
		Networks: [{Target: 'net1'}],
		ForceUpdate: 3,
	},
	Mode: {Replicated: {Replicas: 4}},
	EndpointSpec: {Mode: 'vip', Ports: [{PublishedPort: 8080, TargetPort: 80, Protocol: 'tcp', PublishMode: 'ingress'}]},
};

test('a copy has what the first one has, but its ports, its stack and its restarts', () => {
	expect(copyOf(original, 'web-copy')).toEqual({
		Name: 'web-copy',
		Labels: {tier: 'front'},
		TaskTemplate: {
			ContainerSpec: {Image: 'shop/web:2@sha256:abc', Labels: {}, Env: ['A=1']},
			Networks: [{Target: 'net1'}],
		},
		Mode: {Replicated: {Replicas: 4}},
		EndpointSpec: {Mode: 'vip'},
	});
});

test('its text says what was left out, and reads as the copy', () => {
	const text = copyText(original, {from: 'shop_web', name: 'shop_web-copy', names});
	expect(text).toContain('# Left out are the ports that shop_web has: 8080:80/tcp.');
	expect(text).toContain('# Left out are the labels of its stack: the copy is part of none.');
	expect(text).not.toContain('namespace');
	const digest = `sha256:${'a'.repeat(64)}`;
	expect(specIn(text.replace('sha256:abc', digest))).toMatchObject({
		Name: 'shop_web-copy',
		TaskTemplate: {ContainerSpec: {Env: ['A=1']}},
	});
});

test('a name or a port that is taken is told by its line', () => {
	const known = snapshotOf({
		services: [service('web', {ports: [{published: 8080, target: 80, protocol: 'tcp', mode: 'ingress'}]})],
	});
	const text =
		'Name: web\nEndpointSpec:\n  Ports:\n    - TargetPort: 80\n      PublishedPort: 8080\nTaskTemplate:\n  ContainerSpec: {Image: nginx}\n';
	expect(newSpecProblems(specIn(text), text, known)).toEqual([
		{line: 1, sentence: 'Name: there is a service web already.'},
		{line: 5, sentence: 'port 8080/tcp is taken by web, on every node.'},
	]);
	expect(newSpecProblems(specIn(text.replace('web', 'api').replace('8080', '8090')), text, known)).toEqual([]);
});

test('the name of a copy is one that nobody has', () => {
	const known = snapshotOf({services: [service('web'), service('web-copy')]});
	expect(freeName('web', known)).toBe('web-copy-2');
	expect(freeName('w'.repeat(63), known).length).toBeLessThanOrEqual(63);
});
