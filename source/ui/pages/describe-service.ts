import type {Service, UpdatePolicy} from '../../swarm/service.ts';
import {type Snapshot, tasksOf} from '../../swarm/snapshot.ts';
import {bytes} from '../format/bytes.ts';
import {absolute} from '../format/clock.ts';
import {modeWords, portWords} from '../rows/service-rows.ts';
import {stateWords} from '../rows/verdict-words.ts';
import type {View} from '../view.ts';
import {type Entry, fact, heading, trouble} from './section.ts';

/** A service for people: how it stands first, then what it is. */
export function describeService(service: Service, view: Pick<View, 'verdict' | 'snapshot' | 'now'>): readonly Entry[] {
	const snapshot = view.snapshot();
	return [
		...standing(service, view),
		heading('What it runs'),
		...fact('image', service.image),
		...fact('mode', modeWords(service.mode)),
		...fact(
			'ports',
			service.ports.map(port => `${portWords(port)} -> ${port.target}/${port.protocol}, ${port.mode}`).join(', '),
		),
		...fact('networks', service.networks.map(id => snapshot.networks?.items.get(id)?.name ?? id).join(', ')),
		...fact('constraints', service.constraints.join(', ')),
		...fact('max per node', service.maxPerNode || undefined),
		...fact('reserves', resources(service.reservations)),
		...fact('limited to', resources(service.limits)),
		...fact('labels', labels(service)),
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

const labels = ({labels}: Service) =>
	Object.entries(labels)
		.map(([key, value]) => `${key}=${value}`)
		.join('  ');
