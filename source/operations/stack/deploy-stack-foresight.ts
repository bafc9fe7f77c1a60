import type {DeployPlan, ServicePlan} from '../../specs/compose/deploy-plan.ts';
import {type Fate, type Foresight, isExact} from '../../swarm/foresight/foresight.ts';
import type {ServiceChange} from '../../swarm/foresight/service-change.ts';
import {changesForesight} from '../../swarm/foresight/several.ts';
import {serviceId} from '../../swarm/ids.ts';
import type {Service} from '../../swarm/service.ts';
import type {Snapshot} from '../../swarm/snapshot.ts';
import {forecastOf, roughly} from '../estimate.ts';
import {
	downFor,
	forgottenSentence,
	portSentence,
	roomSentence,
	stuckSentences,
	volumeSentences,
} from '../foresight-sentences.ts';
import {keptOffSentences} from '../kept-off.ts';
import type {Plan} from '../operation.ts';
import {slotsToReplace} from '../service/update-pace.ts';
import {agree} from '../words.ts';

/** What each service of the file would be, by its name in the swarm. */
type Imagined = ReadonlyMap<string, Service>;

const isNew = ({service}: Fate) => service.id.startsWith(newId);

const newId = 'new ';

const changeOf = (found: ServicePlan, imagined: Imagined): readonly ServiceChange[] => {
	const {name} = found.part;
	const wanted = imagined.get(name);

	if (wanted === undefined) {
		return [];
	}

	return found.kind === 'create'
		? [{kind: 'create', service: {...wanted, id: serviceId(`${newId}${name}`)}}]
		: [{kind: 'change', before: found.service, wanted, replaced: found.replaced}];
};

/** All services of the file are written, one right after the other; undefined where not all tasks were read. */
export const deployForesight = (
	{services, leftovers}: DeployPlan,
	imagined: Imagined,
	prune: boolean,
	snapshot: Snapshot,
): Foresight | undefined => {
	const removed = prune ? leftovers.map((service): ServiceChange => ({kind: 'remove', service})) : [];
	const changes = [...removed, ...services.flatMap(found => changeOf(found, imagined))];
	return snapshot.hasAllTasks ? changesForesight(snapshot, changes, snapshot.nodes?.at ?? 0) : undefined;
};

/** `shop_web: 1 of 2 tasks waits for a node: no suitable node (...)`. Of a service that isn't there yet. */
const waitingSentence = ({service, stuck, starting, text}: Fate) => {
	const tasks = starting.most + stuck.least;
	const all = tasks === 1 ? 'the task' : `all ${tasks} tasks`;
	const amount = stuck.least === tasks ? all : `${Math.max(1, stuck.least)} of ${tasks} tasks`;
	const verb = stuck.least === 0 ? 'may wait' : agree(stuck.least, 'waits', 'wait');
	const more = isExact(stuck) || stuck.least === 0 ? '' : `, perhaps ${stuck.most}`;
	return `${service.name}: ${amount} ${verb} for a node${more}${text === undefined ? '' : `: ${text.replace(/\.$/, '')}`}.`;
};

/** Of one task nobody expects otherwise: that alone is no reason to ask twice. */
const isSingle = ({living}: Fate) => living.before === 1;

const downSentence = (fate: Fate) =>
	`${fate.service.name} is down while ${agree(fate.living.before, 'its task is', 'its tasks are')} replaced: ${downFor(fate)}.`;

/** No global task is even made where no node fits: nothing waits. */
const unmade = (
	{starts, stuck, mayStick}: Foresight,
	{services}: DeployPlan,
	imagined: Imagined,
): readonly string[] => {
	const made = new Set([...starts, ...stuck, ...mayStick].map(({service}) => service.name));
	return services
		.filter(
			({kind, part: {name}}) => kind === 'create' && imagined.get(name)?.mode.kind === 'global' && !made.has(name),
		)
		.map(({part: {name}}) => `No node fits ${name} now: no task of it is made, and nothing will say that it waits.`);
};

const waits = (foresight: Foresight, snapshot: Snapshot): readonly string[] =>
	[...new Set(foresight.waiting.map(({service}) => service.name))]
		.filter(name => snapshot.services?.items.values().some(service => service.name === name))
		.flatMap(name => forgottenSentence(foresight, name));

/** Everything that is written rolls at once: how long the longest of it takes, of those that get through. */
const longest = (
	{stuck}: Foresight,
	{services}: DeployPlan,
	imagined: Imagined,
	snapshot: Snapshot,
): readonly string[] => {
	const held = stuck.map(({service}) => service.id);
	const rolled = services
		.flatMap(found => ('diff' in found && found.replaced === 'all' ? [found.service] : []))
		.filter(({id}) => !held.includes(id));
	const times = rolled.flatMap(service => {
		const wanted = imagined.get(service.name);
		const policy = wanted?.update ?? service.update;
		const slots = wanted?.mode.kind === 'replicated' ? wanted.mode.replicas : slotsToReplace(service, snapshot);
		const forecast = forecastOf(service, policy, slots, snapshot);
		return forecast === undefined ? [] : [{name: service.name, ...forecast}];
	});
	const last = times.toSorted((a, b) => (a.most ?? a.seconds) - (b.most ?? b.seconds)).at(-1);

	if (last === undefined) {
		return [];
	}

	const most = last.most === undefined ? '' : `, up to ${roughly(last.most)}`;
	const who = times.length === 1 ? 'Replacing the tasks of' : 'Rollouts go on side by side; the longest is that of';
	return [`${who} ${last.name}${times.length === 1 ? ' takes' : ':'} about ${roughly(last.seconds)}${most}.`];
};

/** What becomes of tasks: of those that move or are replaced, and of those that are new. In the order of regret. */
export const foreseenOf = (
	foresight: Foresight,
	plan: DeployPlan,
	imagined: Imagined,
	snapshot: Snapshot,
): Required<Pick<Plan, 'effects' | 'warnings' | 'forecast'>> => {
	const stuck = [...foresight.stuck, ...foresight.mayStick];
	const known = (fates: readonly Fate[]) => fates.filter(fate => !isNew(fate));
	const there = {...foresight, stuck: known(foresight.stuck), mayStick: known(foresight.mayStick)};
	return {
		warnings: [
			...stuckSentences(there),
			...stuck.filter(isNew).map(waitingSentence),
			...unmade(foresight, plan, imagined),
			...foresight.down.filter(fate => !isSingle(fate)).map(downSentence),
			...volumeSentences(foresight, 'may start'),
			...waits(foresight, snapshot),
		],
		effects: [...foresight.down.filter(isSingle).map(downSentence), ...portSentence(foresight, snapshot)],
		forecast: [
			...keptOffSentences(foresight, snapshot),
			...longest(foresight, plan, imagined, snapshot),
			...roomSentence(foresight, snapshot),
		],
	};
};
