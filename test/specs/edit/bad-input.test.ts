import {describe, expect, test} from 'vitest';
import {marked, unmarked} from '../../../source/specs/edit/marked.ts';
import {readSpec} from '../../../source/specs/edit/read-spec.ts';
import {writeSpec} from '../../../source/specs/edit/write-spec.ts';
import type {Json} from '../../../source/swarm/values.ts';
import {names, wholeService} from './whole-service.ts';

const original = {kind: 'service', spec: wholeService, names} as const;
const text = writeSpec(wholeService, 'service', ['web'], names);

const edited = (from: string | RegExp, to: string) => {
	const changed = text.replace(from, to);
	expect(changed).not.toBe(text);
	return changed;
};

/** What is said of the text, each with the line that it is said of. */
const said = (changed: string, of: Parameters<typeof readSpec>[1] = original) => {
	const reading = readSpec(changed, of);
	expect(reading.kind).toBe('problems');
	const lines = changed.split('\n');
	return reading.kind === 'problems'
		? reading.problems.map(({line, sentence}) => [(lines[line - 1] ?? '').trim().replace(/ # .*/, ''), sentence])
		: [];
};

const task = 'TaskTemplate';
const container = `${task}.ContainerSpec`;

describe('one clear sentence, at its line', () => {
	const cases: readonly (readonly [what: string, from: string | RegExp, to: string, line: string, sentence: string])[] =
		[
			[
				'a typo in a field',
				'Hostname:',
				'Hostnam:',
				'Hostnam: "{{.Node.Hostname}}-web"',
				`${container}.Hostnam: there is no such field; is Hostname meant?`,
			],
			[
				'a field in small letters',
				'    Image:',
				'    image:',
				'image: registry.lab:5000',
				`${container}.image: there is no such field; is Image meant?`,
			],
			[
				'a field in the wrong place',
				'Mode:\n  Replicated:',
				'Replicas: 5\nMode:\n  Replicated:',
				'Replicas: 5',
				'Replicas: there is no such field here; it belongs in Mode.Replicated.',
			],
			[
				'a field that nobody knows',
				'Mode:\n  Replicated:',
				'Colour: red\nMode:\n  Replicated:',
				'Colour: red',
				'Colour: there is no such field here.',
			],
			[
				'a word of a choice',
				'FailureAction: rollback',
				'FailureAction: explode',
				'FailureAction: explode',
				'UpdateConfig.FailureAction: "explode" is none of pause, continue, rollback.',
			],
			[
				'a negative number',
				'Replicas: 3',
				'Replicas: -3',
				'Replicas: -3',
				'Mode.Replicated.Replicas: -3 is no whole number from 0.',
			],
			[
				'a fraction',
				'Replicas: 3',
				'Replicas: 2.5',
				'Replicas: 2.5',
				'Mode.Replicated.Replicas: 2.5 is no whole number from 0.',
			],
			[
				'text for a number',
				'Replicas: 3',
				'Replicas: three',
				'Replicas: three',
				'Mode.Replicated.Replicas: "three" is no whole number from 0.',
			],
			[
				'a port',
				'PublishedPort: 8080',
				'PublishedPort: 80800',
				'PublishedPort: 80800',
				'EndpointSpec.Ports[0].PublishedPort: 80800 is no whole number from 0 to 65535.',
			],
			[
				'a ratio',
				'MaxFailureRatio: 0.1',
				'MaxFailureRatio: 10%',
				'MaxFailureRatio: 10%',
				'UpdateConfig.MaxFailureRatio: "10%" is no number from 0 to 1.',
			],
			['yes and no', 'Init: false', 'Init: no', 'Init: no', `${container}.Init: "no" is neither true nor false.`],
			[
				'nothing after the colon',
				'StopSignal: SIGINT',
				'StopSignal:',
				'StopSignal:',
				`${container}.StopSignal: there is nothing after the colon: write a value, or delete the line.`,
			],
			[
				'a length of time',
				'Delay: 10s',
				'Delay: 10 sec',
				'Delay: 10 sec',
				'UpdateConfig.Delay: "10 sec" is no length of time such as 10s or 1m30s.',
			],
			[
				'seconds without their unit',
				'Delay: 10s',
				'Delay: 10',
				'Delay: 10',
				'UpdateConfig.Delay: 10 counts nanoseconds here: write it like 10s.',
			],
			[
				'processors without their unit',
				'NanoCPUs: 1.5 CPU',
				'NanoCPUs: 2',
				'NanoCPUs: 2',
				`${task}.Resources.Limits.NanoCPUs: 2 counts billionths of a processor here: write it like 0.5 CPU.`,
			],
			[
				'a size',
				'MemoryBytes: 128MiB',
				'MemoryBytes: 128 megs',
				'MemoryBytes: 128 megs',
				`${task}.Resources.Limits.MemoryBytes: "128 megs" is no size such as 64MiB or 1.5GiB.`,
			],
			[
				'a limit that Swarm refuses',
				'MemoryBytes: 128MiB',
				'MemoryBytes: 1MiB',
				'MemoryBytes: 1MiB',
				`${task}.Resources.Limits.MemoryBytes: the least that Swarm takes is 4MiB.`,
			],
			[
				'a file mode that looks octal',
				'Mode: 0o440',
				'Mode: 400',
				'Mode: 400',
				`${container}.Secrets[0].File.Mode: 400 would be read as a decimal number: write 0o400.`,
			],
			[
				'an image',
				/Image: .*/,
				'Image: Shop/Web:2',
				'Image: Shop/Web:2',
				`${container}.Image: "Shop/Web" must be lower case.`.replace('Shop/Web" must', 'Web" must'),
			],
			['no image', / +Image: .*\n/, '', 'ContainerSpec:', `${container}: the image name is missing.`],
			['a variable', '- EMPTY=', '- =EMPTY', '- =EMPTY', `${container}.Env[2]: a variable is NAME=value.`],
			[
				'an address',
				'- 10.0.0.7 db',
				'- db:10.0.0.7',
				'- db:10.0.0.7',
				`${container}.Hosts[0]: "db:10.0.0.7" is no address with a host name, such as 10.0.0.7 db.`,
			],
			[
				'a name server',
				'- 10.0.0.2',
				'- 10.0.0.256',
				'- 10.0.0.256',
				`${container}.DNSConfig.Nameservers[0]: "10.0.0.256" is no address such as 10.0.0.2.`,
			],
			[
				'a health check',
				'- CMD-SHELL\n',
				'- SHELL\n',
				'Test:',
				`${container}.Healthcheck.Test: a health check begins with CMD, CMD-SHELL or NONE, not with "SHELL".`,
			],
			[
				'a constraint with one =',
				'node.role==worker',
				'node.role=worker',
				'- node.role=worker',
				`${task}.Placement.Constraints[0]: "node.role=worker" needs == or !=.`,
			],
			[
				'a constraint that never fits',
				'node.role==worker',
				'node.platform.arch == amd64',
				'- node.platform.arch == amd64',
				`${task}.Placement.Constraints[0]: "node.platform.arch == amd64": never fits: engines report x86_64 for it.`,
			],
			[
				'a constraint on what no node has',
				'node.role==worker',
				'node.hostnam==a',
				'- node.hostnam==a',
				`${task}.Placement.Constraints[0]: "node.hostnam==a": no node has node.hostnam: it fits none; is node.hostname meant?`,
			],
			[
				'a constraint on a label, misspelled',
				'node.role==worker',
				'node.label.zone==a',
				'- node.label.zone==a',
				`${task}.Placement.Constraints[0]: "node.label.zone==a": no node has node.label.zone: it fits none; is node.labels.zone meant?`,
			],
			[
				"a constraint on a role that there isn't",
				'node.role==worker',
				'node.role==leader',
				'- node.role==leader',
				`${task}.Placement.Constraints[0]: "node.role==leader": never fits: a role is manager or worker.`,
			],
			[
				'a spread over nothing',
				'SpreadDescriptor: node.labels.dc',
				'SpreadDescriptor: dc',
				'- Spread:',
				`${task}.Placement.Preferences[0]: tasks are spread over a label: Spread with SpreadDescriptor: node.labels.NAME.`,
			],
			[
				'a mount without a whole path',
				'Target: /data',
				'Target: data',
				'- Type: volume',
				`${container}.Mounts[0]: Target "data" is no whole path such as /data.`,
			],
			[
				'a bind mount of nothing',
				'Source: /etc/hosts',
				'Source: hosts',
				'- Type: bind',
				`${container}.Mounts[2]: a bind mount needs a Source: a whole path on the node.`,
			],
			[
				'a volume that no node can make',
				'Source: data',
				'Source: my data',
				'- Type: volume',
				`${container}.Mounts[0]: Source "my data" is no volume's name: a letter or digit, then at least one letter, digit, - _ or dot.`,
			],
			[
				'two mounts at one place',
				'Target: /run/cache',
				'Target: /data',
				'- Type: tmpfs',
				`${container}.Mounts[1]: /data is mounted twice.`,
			],
			[
				'options of another kind of mount',
				'Type: tmpfs',
				'Type: volume',
				'- Type: volume',
				`${container}.Mounts[1]: TmpfsOptions belongs to a mount of type tmpfs, not volume.`,
			],
			[
				"a network that there isn't",
				'Target: net-1',
				'Target: shop_frnt',
				'- Target: shop_frnt',
				`${task}.Networks[0].Target: there is no network shop_frnt; is shop_front meant?`,
			],
			[
				"a secret that there isn't",
				/ +SecretID: secret-1\n +SecretName: key-v1/,
				'        SecretName: key-v3',
				'- File:',
				`${container}.Secrets[0]: there is no secret key-v3; is key-v1 meant?`,
			],
			[
				"a secret under another's id",
				'SecretName: key-v1',
				'SecretName: key-v2',
				'- File:',
				`${container}.Secrets[0]: SecretID is that of key-v1, not of key-v2: delete the line SecretID, and it is looked up.`,
			],
			[
				'dnsrr with an ingress port',
				'Mode: vip',
				'Mode: dnsrr',
				'- Protocol: tcp',
				'EndpointSpec.Ports[0]: with EndpointSpec.Mode dnsrr a port can only be published with PublishMode host.',
			],
			[
				'another name',
				'Name: shop_web',
				'Name: shop_www',
				'Name: shop_www',
				'Name: Swarm renames no service: it stays shop_web. A service of another name is created.',
			],
			[
				'another mode',
				'  Replicated:\n    Replicas: 3',
				'  Global: {}',
				'Mode:',
				"Mode: Swarm changes no service's mode: this one is replicated, and stays so until it is created anew.",
			],
			[
				'networks in their old place',
				'UpdateConfig:',
				'Networks:\n  - Target: net-2\nUpdateConfig:',
				'Networks:',
				'Networks: Swarm takes no change of networks here: they go into TaskTemplate.Networks.',
			],
			[
				'a list where a text belongs',
				'Dir: /srv',
				'Dir: [a]',
				'Dir: [a]',
				`${container}.Dir: one value belongs here, no list and no fields.`,
			],
			[
				'a text where a list belongs',
				/Groups:\n.*\n.*audio/,
				'Groups: audio',
				'Groups: audio',
				`${container}.Groups: a list belongs here: one item a line, each after "- ".`,
			],
			[
				'a text where fields belong',
				/Mode:\n {2}Replicated:\n.*3/,
				'Mode: Replicated',
				'Mode: Replicated',
				'Mode: fields belong here, indented below it.',
			],
		];

	test.each(cases)('%s', (_, from, to, line, sentence) => {
		expect(said(edited(from, to))).toEqual([[expect.stringContaining(line), sentence]]);
	});

	test('a port published twice', () => {
		const again = edited('PublishedPort: 5353', 'PublishedPort: 8080').replace('Protocol: udp', 'Protocol: tcp');
		expect(said(again)).toEqual([['- Protocol: tcp', 'EndpointSpec.Ports[1]: port 8080/tcp is published twice.']]);
	});

	test.each([
		['a tab', 'Name: shop_web\n\tLabels: {}\n', 2, 'a tab indents here: YAML takes only spaces.'],
		['a field twice', 'Name: shop_web\nMode: {}\nMode: {}\n', 3, 'this field is there twice.'],
		[
			'a quote that is never closed',
			'Name: "shop_web\nMode: {}\n',
			3,
			expect.stringMatching(/missing closing "quote/i),
		],
		['a colon in a value', 'Name: shop_web: 2\n', 1, expect.stringContaining('needs quotes around it')],
		['a star', 'Name: *web\n', 1, 'Name: a value that begins with * needs quotes around it.'],
		['a line that is indented oddly', 'Labels:\n    a: b\n  c: d\n', 3, expect.any(String)],
		['a second document', 'Name: shop_web\n---\nName: x\n', 2, expect.stringContaining('another document')],
	])('in the YAML: %s', (_, given, line, sentence) => {
		const reading = readSpec(given, original);
		expect(reading).toMatchObject({kind: 'problems', problems: expect.arrayContaining([{line, sentence}])});
	});
});

test('all that is wrong is said at once, each thing once', () => {
	const changed = edited('Replicas: 3', 'Replicas: many')
		.replace('node.role==worker', 'node.role=worker')
		.replace(/Image: .*/, 'Image: [a]');
	expect(said(changed).map(([, sentence]) => sentence)).toEqual([
		`${container}.Image: one value belongs here, no list and no fields.`,
		`${task}.Placement.Constraints[0]: "node.role=worker" needs == or !=.`,
		'Mode.Replicated.Replicas: "many" is no whole number from 0.',
	]);
});

describe('what was so before is left alone', () => {
	const odd = {
		...wholeService,
		TaskTemplate: {...wholeService.TaskTemplate, Placement: {Constraints: ['node.platform.arch == amd64']}},
	} satisfies Json;
	const of = {kind: 'service', spec: odd, names} as const;
	const oddText = writeSpec(odd, 'service', [], names);

	test('while something else changes', () => {
		expect(readSpec(oddText.replace('Replicas: 3', 'Replicas: 4'), of)).toMatchObject({
			kind: 'spec',
			spec: {Mode: {Replicated: {Replicas: 4}}},
		});
	});

	test('but another like it is not', () => {
		const more = oddText.replace(/( +)- node.platform.arch == amd64/, '$&\n$1- node.platform.arch == arm64');
		expect(said(more, of)).toEqual([
			['- node.platform.arch == arm64', expect.stringContaining('engines report aarch64 for it')],
		]);
	});
});

describe('what people write is read as they mean it', () => {
	const spec = (from: string | RegExp, to: string) => {
		const reading = readSpec(edited(from, to), original);
		expect(reading).toMatchObject({kind: 'spec'});
		return reading.kind === 'spec' ? (reading.spec as typeof wholeService) : wholeService;
	};

	test.each([
		['10s', 'Delay: 10s', 'Delay: 1m30s', 90_000_000_000],
		['nanoseconds', 'Delay: 10s', 'Delay: 2500000000', 2_500_000_000],
		['a fraction', 'Delay: 10s', 'Delay: 1.5h', 5_400_000_000_000],
		['none', 'Delay: 10s', 'Delay: 0', 0],
	])('lengths of time: %s', (_, from, to, delay) => {
		expect(spec(from, to).UpdateConfig.Delay).toBe(delay);
	});

	test.each([
		['64M', 67_108_864],
		['1.5GiB', 1_610_612_736],
		['64mb', 67_108_864],
		['70000000', 70_000_000],
	])('sizes: %s', (size, bytes) => {
		expect(spec('MemoryBytes: 128MiB', `MemoryBytes: ${size}`).TaskTemplate.Resources.Limits.MemoryBytes).toBe(bytes);
	});

	test.each([
		['0.25 CPU', 250_000_000],
		['2 CPUs', 2_000_000_000],
		['2cpu', 2_000_000_000],
		['750000000', 750_000_000],
	])('processors: %s', (share, nanos) => {
		expect(spec('NanoCPUs: 1.5 CPU', `NanoCPUs: ${share}`).TaskTemplate.Resources.Limits.NanoCPUs).toBe(nanos);
	});

	test.each([
		['0o400', 0o400],
		['0400', 0o400],
		['292', 292],
	])('file modes: %s', (mode, bits) => {
		expect(spec('Mode: 0o440', `Mode: ${mode}`).TaskTemplate.ContainerSpec.Secrets[0]?.File.Mode).toBe(bits);
	});

	test('numbers and yes or no where text belongs', () => {
		expect(spec('User: 1000:1000', 'User: 0070').TaskTemplate.ContainerSpec.User).toBe('0070');
		expect(spec('tier: front', 'tier: true').Labels.tier).toBe('true');
		expect(spec('tier: front', 'tier:').Labels.tier).toBe('');
	});

	test('a network by its name', () => {
		expect(spec(/Target: net-1.*/, 'Target: shop_back').TaskTemplate.Networks[0]?.Target).toBe('net-2');
	});

	test('a secret by its name alone', () => {
		const more = '    Secrets:\n      - SecretName: key-v2\n';
		expect(spec(/ {4}Secrets:\n/, more).TaskTemplate.ContainerSpec.Secrets).toEqual([
			{File: {Name: 'key-v2', UID: '0', GID: '0', Mode: 0o444}, SecretID: 'secret-2', SecretName: 'key-v2'},
			...wholeService.TaskTemplate.ContainerSpec.Secrets,
		]);
	});

	test('names that nobody could look up are left to the engine', () => {
		const blind = {kind: 'service', spec: wholeService, names: {}} as const;
		const changed = edited('SecretName: key-v1', 'SecretName: key-v9').replace('Target: net-1', 'Target: elsewhere');
		expect(readSpec(changed, blind)).toMatchObject({
			spec: {TaskTemplate: {Networks: [{Target: 'elsewhere'}], ContainerSpec: {Secrets: [{SecretName: 'key-v9'}]}}},
		});
	});

	test('nothing', () => {
		expect(readSpec('', original)).toEqual({kind: 'empty'});
		expect(readSpec('# only\n# notes\n', original)).toEqual({kind: 'empty'});
	});
});

test('what is wrong stands above the text as it was left, with the lines of the whole', () => {
	const left = edited('Replicas: 3', 'Replicas: many');
	const reading = readSpec(left, original);
	const shown = marked(left, reading.kind === 'problems' ? reading.problems : []);
	const [, line] = /# line (\d+): Mode.Replicated.Replicas/.exec(shown) ?? [];

	expect(shown.split('\n')[Number(line) - 1]).toContain('Replicas: many');
	expect(unmarked(shown)).toBe(left);
	expect(marked(shown, [{line: 1, sentence: 'x'}]).match(/# >>>/g)).toHaveLength(1);
	expect(unmarked(text)).toBe(text);
	expect(readSpec(shown, original)).toMatchObject({problems: [{line: Number(line)}]});
});

test('a node has its own fields', () => {
	const spec = {Labels: {zone: 'a'}, Role: 'worker', Availability: 'active'};
	const node = {kind: 'node', spec, names} as const;
	const written = writeSpec(spec, 'node', [], names);

	expect(readSpec(written, node)).toEqual({kind: 'spec', spec});
	expect(said(written.replace('active', 'drained'), node)).toEqual([
		['Availability: drained', 'Availability: "drained" is none of active, pause, drain.'],
	]);
});
