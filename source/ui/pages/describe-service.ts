import {at, itemsOf, textsOf, treeOf} from '../../specs/tree.ts';
import type {NetworkId} from '../../swarm/ids.ts';
import type {Service, UpdatePolicy} from '../../swarm/service.ts';
import {type Snapshot, tasksOf} from '../../swarm/snapshot.ts';
import {bytes} from '../format/bytes.ts';
import {absolute} from '../format/clock.ts';
import {count} from '../format/plural.ts';
import {modeWords} from '../rows/service-rows.ts';
import {stateWords} from '../rows/verdict-words.ts';
import type {View} from '../view.ts';
import {containerEntries} from './describe-container.ts';
import {genericWords, pairsOf} from './described.ts';
import {type Entry, fact, heading, listed, trouble} from './section.ts';

/** A service for people: how it stands first, then what it is. */
export function describeService(service: Service, view: Pick<View, 'verdict' | 'snapshot' | 'now'>): readonly Entry[] {
	const snapshot = view.snapshot();
	return [
		...standing(service, view),
		heading('What it runs'),
		...fact('image', service.image),
		...fact('mode', wholeMode(service)),
		...listed('ports', service.ports.map(wholePort)),
		...listed(
			'networks',
			service.networks.map(id => networkWords(service, id, snapshot)),
		),
		...fact('found by', endpointWords(service)),
		...listed('constraints', service.constraints),
		...fact('spread over', preferences(service).join(', then ')),
		...fact('platforms', platforms(service).join(', ')),
		...fact('max per node', service.maxPerNode || undefined),
		...fact('reserves', [resources(service.reservations), ...generic(service)].filter(Boolean).join(', ')),
		...fact('limited to', resources(service.limits)),
		...listed('labels', pairsOf(service.labels)),
		...containerEntries(service.spec),
		heading('How it is updated'),
		...fact('update', policy(service.update)),
		...fact('rollback', policy(service.rollback)),
		...fact(
			'rolls back to',
			service.previousImage ??
				(service.previousSpec === undefined ? 'nothing: the engine keeps no spec before this one' : undefined),
		),
		heading('Identity'),
		...fact('id', service.id),
		...fact('version', service.version),
		...fact('stack', service.stack),
		...fact('created', absolute(service.createdAt)),
		...fact('last written', absolute(service.updatedAt)),
	];
}

function standing(service: Service, view: Pick<View, 'verdict' | 'snapshot' | 'now'>): readonly Entry[] {
	const known = view.verdict(service.id);

	if (known === undefined) {
		return [];
	}

	const {verdict, progress} = known;
	const {updateStatus} = service;
	return [
		heading('How it stands'),
		...fact('alive', `${verdict.alive} of ${verdict.wanted} wanted`),
		...fact('state', stateWords(service, verdict, progress, view.now()) || 'converged'),
		...fact(
			'updated',
			progress === undefined ? undefined : `${progress.updated} of ${progress.of} slots have the current spec`,
		),
		...trouble(
			'lost',
			verdict.lost > 0 ? `${verdict.lost} on dead nodes, which the engine still counts as running` : undefined,
		),
		...fact(
			'engine says',
			updateStatus === undefined ? undefined : `${updateStatus.state}: ${updateStatus.message ?? ''}`,
		),
		...fact('update began', updateStatus?.startedAt && absolute(updateStatus.startedAt)),
		...fact('and ended', updateStatus?.completedAt && absolute(updateStatus.completedAt)),
		...trouble('last error', lastError(service, view.snapshot())),
	];
}

const lastError = (service: Service, snapshot: Snapshot) =>
	(tasksOf(snapshot, service.id) ?? []).toSorted((a, b) => b.stateAt - a.stateAt).find(({error}) => error !== undefined)
		?.error;

export const policy = ({parallelism, delay, monitor, failureAction, maxFailureRatio, order}: UpdatePolicy) =>
	[
		parallelism === 0 ? 'all at once' : `${parallelism} at a time`,
		order,
		`delay ${delay} s`,
		`monitor ${monitor} s`,
		`on failure ${failureAction}`,
		`failures allowed ${maxFailureRatio}`,
	].join(', ');

function resources({cpus, memoryBytes}: {readonly cpus: number; readonly memoryBytes: number}) {
	const parts = [cpus > 0 ? `${cpus} cpu` : '', memoryBytes > 0 ? bytes(memoryBytes) : ''];
	return parts.filter(part => part !== '').join(', ');
}

function wholeMode({mode}: Service) {
	switch (mode.kind) {
		case 'replicated':
			return `replicated, ${count(mode.replicas, 'replica')}`;
		case 'replicated-job':
			return `replicated job, ${mode.completions} to complete, ${mode.concurrent || mode.completions} at once`;
		default:
			return modeWords(mode);
	}
}

const wholePort = ({published, target, protocol, mode}: Service['ports'][number]) =>
	`${published ?? 'one that the engine chooses'} -> ${target}/${protocol}, ${mode === 'ingress' ? 'on every node' : 'on nodes with a task (host mode)'}`;

/** With the address that all its tasks have together there, and the names it has beside its own. */
function networkWords({spec, uses}: Service, id: NetworkId, {networks}: Snapshot) {
	const address = uses?.virtualAddresses.find(({network}) => network === id)?.address;
	const attached = itemsOf(at(spec, ['TaskTemplate', 'Networks'])).map(treeOf);
	const aliases = textsOf(attached.find(({Target: target}) => target === id)?.['Aliases']);
	return [
		networks?.items.get(id)?.name ?? id,
		...(address === undefined ? [] : [address]),
		...(aliases.length === 0 ? [] : [`also called ${aliases.join(', ')}`]),
	].join('  ');
}

function endpointWords({spec}: Service) {
	const mode = at(spec, ['EndpointSpec', 'Mode']);
	return mode === 'dnsrr' ? 'the addresses of its tasks (dnsrr)' : mode === 'vip' ? 'one address (vip)' : undefined;
}

const preferences = ({spec}: Service) =>
	itemsOf(at(spec, ['TaskTemplate', 'Placement', 'Preferences'])).flatMap(preference => {
		const descriptor = at(preference, ['Spread', 'SpreadDescriptor']);
		return typeof descriptor === 'string' ? [descriptor] : [];
	});

const platforms = ({spec}: Service) =>
	itemsOf(at(spec, ['TaskTemplate', 'Placement', 'Platforms'])).map(platform => {
		const {OS: os, Architecture: architecture} = treeOf(platform);
		return [os, architecture].filter(Boolean).join('/');
	});

const generic = ({spec}: Service) =>
	itemsOf(at(spec, ['TaskTemplate', 'Resources', 'Reservations', 'GenericResources'])).map(genericWords);
