import {describe, expect, test} from 'vitest';
import {type DeployChoices, deployPlan, isEmptyPlan, type Running} from '../../../source/specs/compose/deploy-plan.ts';
import {exportStack} from '../../../source/specs/compose/export-stack.ts';
import {parseStackConfig, type StackSpecs, stackSpecs} from '../../../source/specs/compose/stack-specs.ts';
import {familiarImage} from '../../../source/specs/compose/wanted-spec.ts';
import {isValid} from '../../../source/swarm/parsed.ts';
import {diffText} from '../../../source/swarm/spec-diff.ts';
import type {Json} from '../../../source/swarm/values.ts';
import {config, network, secret, service} from '../../helpers/builders.ts';

const [oneDigest, otherDigest] = [`sha256:${'a'.repeat(64)}`, `sha256:${'b'.repeat(64)}`];
const labels = {'com.docker.stack.namespace': 'shop'};
const nothing: Running = {services: [], networks: [], secrets: [], configs: []};
const usual: DeployChoices = {prune: false, resolveImage: 'never', pins: new Map(), isSameContent: new Map()};

const read = (printed: string): StackSpecs => {
	const tree = parseStackConfig(printed);
	if (!isValid(tree)) {
		throw new Error(tree.problem);
	}
	return stackSpecs(tree.value, 'shop');
};

const file = read(
	'services: {web: {image: "web:1", deploy: {replicas: 2}, ports: [{target: 80, published: 8080, mode: ingress}]}}',
);

/** As the engine stores what was deployed: with its defaults, and ids for names. */
const stored = (over: {readonly [key: string]: Json} = {}): Json => ({
	Name: 'shop_web',
	Labels: {...labels, 'com.docker.stack.image': 'web:1'},
	TaskTemplate: {
		ContainerSpec: {
			Image: `web:1@${oneDigest}`,
			Labels: labels,
			Privileges: {CredentialSpec: null, SELinuxContext: null, NoNewPrivileges: false},
			Isolation: 'default',
		},
		Resources: {},
		Placement: {},
		Networks: [{Target: 'net1', Aliases: ['web']}],
		ForceUpdate: 3,
		Runtime: 'container',
	},
	Mode: {Replicated: {Replicas: 2}},
	EndpointSpec: {Mode: 'vip', Ports: [{Protocol: 'tcp', TargetPort: 80, PublishedPort: 8080, PublishMode: 'ingress'}]},
	...over,
});

const web = (spec = stored()) =>
	service('shop_web', {
		stack: 'shop',
		image: `web:1@${oneDigest}`,
		labels: {...labels, 'com.docker.stack.image': 'web:1'},
		spec,
	});

const net = network('shop_default', {id: 'net1' as never, stack: 'shop', labels});
const running: Running = {...nothing, services: [web()], networks: [net]};

const changesIn = (plan: ReturnType<typeof deployPlan>) =>
	plan.services.flatMap(found => ('diff' in found ? found.diff.map(diffText) : [found.kind]));

describe('a plan', () => {
	test('of what is new makes all of it', () => {
		const plan = deployPlan(file, nothing, usual);
		expect(plan.services.map(({kind}) => kind)).toEqual(['create']);
		expect(plan.networks.map(({kind, spec}) => `${kind} ${spec.name}`)).toEqual(['create shop_default']);
		expect(isEmptyPlan(plan, false)).toBe(false);
	});

	test('of what runs so already is empty, whatever the engine filled in', () => {
		const plan = deployPlan(file, running, usual);
		expect(changesIn(plan)).toEqual([]);
		expect(isEmptyPlan(plan, true)).toBe(true);
	});

	test('tells a list in another order, for which Swarm replaces tasks', () => {
		const ordered = read('services: {web: {image: "web:1", environment: {A: "1", B: "2"}}}');
		const spec = stored() as {readonly TaskTemplate: {readonly ContainerSpec: object}};
		const container = {...spec.TaskTemplate.ContainerSpec, Env: ['B=2', 'A=1']};
		const swapped = {
			...spec,
			TaskTemplate: {...spec.TaskTemplate, ContainerSpec: container},
			Mode: {Replicated: {Replicas: 1}},
			EndpointSpec: {Mode: 'vip'},
		} as unknown as Json;
		const plan = deployPlan(ordered, {...running, services: [web(swapped)]}, usual);
		expect(plan.services).toMatchObject([{kind: 'change', diff: [], replaced: 'all'}]);
	});

	test.each([
		['never', undefined, []],
		['changed', undefined, []],
		['always', {digest: oneDigest, platforms: []}, []],
		['always', {digest: otherDigest, platforms: []}, [`~ image: web:1@${oneDigest} -> web:1@${otherDigest}`]],
		['always', {why: 'no answer'}, [`~ image: web:1@${oneDigest} -> web:1`]],
	] as const)('with images resolved %s, by a registry that says %j', (resolveImage, pin, expected) => {
		const pins = new Map(pin === undefined ? [] : [['web:1', pin]]);
		expect(changesIn(deployPlan(file, running, {...usual, resolveImage, pins}))).toEqual(expected);
	});

	test.each([
		[{Mode: {Replicated: {Replicas: 5}}}, '~ replicas: 5 -> 2', 'none'],
		[{EndpointSpec: {Mode: 'vip'}}, '+ port 80/tcp', 'all'],
		[{UpdateConfig: {Parallelism: 2}}, '- update', 'none'],
	] as const)('says what becomes of tasks when %j changes', (over, line, replaced) => {
		const plan = deployPlan(file, {...running, services: [web(stored(over as never))]}, usual);
		expect(changesIn(plan).join('\n')).toContain(line);
		expect(plan.services).toMatchObject([{kind: 'change', replaced}]);
	});

	test('a network that was made anew under its name is another one', () => {
		const plan = deployPlan(file, {...running, networks: [{...net, id: 'net2' as never}]}, usual);
		expect(changesIn(plan).join('\n')).toContain('net1');
	});

	test('values of variables are hidden', () => {
		const secretive = read('services: {web: {image: "web:1", environment: {PASSWORD: hunter2}}}');
		expect(JSON.stringify(changesIn(deployPlan(secretive, running, usual)))).not.toContain('hunter2');
	});

	test('keeps apart what the file no longer has', () => {
		const old = service('shop_old', {stack: 'shop'});
		const others = {
			networks: [net, network('shop_idle', {stack: 'shop'})],
			secrets: [secret('shop_key', {stack: 'shop'})],
		};
		const plan = deployPlan(file, {...running, services: [web(), old], ...others}, usual);
		expect(plan.leftovers).toEqual([old]);
		expect(plan.unused).toMatchObject({networks: [{name: 'shop_idle'}], secrets: [{name: 'shop_key'}], configs: []});
		expect([isEmptyPlan(plan, false), isEmptyPlan(plan, true)]).toEqual([true, false]);
	});
});

describe('refused before anything is sent', () => {
	const withConfig = read('services: {web: {image: x, configs: [{source: c}]}}\nconfigs: {c: {file: /c}}');
	const known = {...nothing, configs: [config('shop_c', {stack: 'shop', labels})]};

	test.each([
		[
			'a config with other content',
			withConfig,
			known,
			{...usual, isSameContent: new Map([['shop_c', false]])},
			/shop_c exists with other content.*name: shop_c_2/,
		],
		[
			'an external network that is not there',
			read('services: {web: {image: x, networks: {n: null}}}\nnetworks: {n: {external: true, name: far}}'),
			nothing,
			usual,
			/network far is external.*create it first/,
		],
		[
			'an external secret that is not there',
			read('services: {web: {image: x, secrets: [{source: s}]}}\nsecrets: {s: {external: true, name: key}}'),
			nothing,
			usual,
			/secret key is external/,
		],
		[
			'a port of another service',
			file,
			{
				...nothing,
				services: [service('other', {ports: [{published: 8080, target: 1, protocol: 'tcp', mode: 'ingress'}]})],
			},
			usual,
			/shop_web wants port 8080\/tcp, which other has/,
		],
		[
			'a name that is taken',
			file,
			{...nothing, services: [service('shop_web')]},
			usual,
			/service shop_web already that isn't of this stack/,
		],
		[
			'a network name that is taken',
			file,
			{...nothing, networks: [network('shop_default')]},
			usual,
			/network shop_default already/,
		],
	] as const)('%s', (_, specs, there, choices, sentence) => {
		expect(deployPlan(specs, there as Running, choices).refusals).toEqual([expect.stringMatching(sentence)]);
	});

	test('nothing where all is as it should be', () => {
		const same = {...usual, isSameContent: new Map([['shop_c', true]])};
		expect(deployPlan(withConfig, known, same).refusals).toEqual([]);
		expect(deployPlan(file, running, usual).refusals).toEqual([]);
	});
});

test('an export reads as the file that deploys the same, dollars and all', () => {
	const spec = stored() as {readonly TaskTemplate: {readonly ContainerSpec: object}};
	const container = {
		...spec.TaskTemplate.ContainerSpec,
		Args: ['echo', '$HOME'],
		Env: ['ON=yes', 'N=1.0'],
		Groups: ['7'],
	};
	const there = {
		...running,
		services: [web({...spec, TaskTemplate: {...spec.TaskTemplate, ContainerSpec: container}} as unknown as Json)],
	};
	const text = exportStack({stack: 'shop', ...there});
	expect(text).toContain('web: Groups');
	// What the command line makes of doubled dollars.
	const plan = deployPlan(read(text.replaceAll('$$', '$')), there, usual);
	expect(changesIn(plan)).toEqual(['- container.groups.7: 7']);
});

test.each([
	['nginx', 'nginx:latest'],
	['docker.io/library/nginx:1', 'nginx:1'],
	['registry:5000/shop/web', 'registry:5000/shop/web:latest'],
	[`shop/web@${oneDigest}`, `shop/web@${oneDigest}`],
])('the command line sends %s as %s', (given, sent) => {
	expect(familiarImage(given)).toBe(sent);
});
