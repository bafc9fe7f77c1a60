import {joinCommand, openPorts} from '../../swarm/join.ts';
import type {Node} from '../../swarm/node.ts';
import {quorumOf} from '../../swarm/quorum.ts';
import {poolsOf} from '../../swarm/settings-problem.ts';
import type {Snapshot} from '../../swarm/snapshot.ts';
import type {SwarmSettings} from '../../swarm/swarm-settings.ts';
import {absolute} from '../format/clock.ts';
import {count} from '../format/plural.ts';
import type {SwarmSubject} from '../layers.ts';
import {clean} from '../text/clean.ts';
import {certificateEntries} from './describe-certificates.ts';
import {type Entry, fact, heading, text, trouble} from './section.ts';

const hidden = 'SWMTKN-1-...';

/** The swarm as a whole: what can still fail, how it is set up, how a machine joins. */
export function describeSwarm(snapshot: Snapshot, tokens: SwarmSubject['tokens']): readonly Entry[] {
	const settings = snapshot.swarm?.settings;
	return [
		...managerEntries(snapshot),
		heading('A machine joins with'),
		...joinEntries(snapshot, tokens),
		heading('Ports that must be open'),
		...openPorts(settings?.dataPort ?? 4789, hasEncryption(snapshot)).flatMap(([port, why]) => fact(port, why)),
		...(settings === undefined ? [heading('Settings'), text('Reading...')] : settingEntries(settings, snapshot)),
		heading('Identity'),
		...fact('id', snapshot.swarm?.id),
		...fact('created', snapshot.swarm && absolute(snapshot.swarm.createdAt)),
	];
}

const managersOf = ({nodes}: Snapshot): readonly Node[] =>
	[...(nodes?.items.values() ?? [])]
		.filter(({manager}) => manager !== undefined)
		.toSorted((a, b) => a.hostname.localeCompare(b.hostname));

function managerEntries(snapshot: Snapshot): readonly Entry[] {
	if (snapshot.nodes === undefined) {
		return [heading('What can still fail'), text('Reading...')];
	}

	const quorum = quorumOf(snapshot.nodes.items);
	const {managers, reachable, needed, spare, isKept, isEven} = quorum;
	const standing = `${reachable} of ${count(managers, 'manager')} reachable, ${needed} needed`;
	return [
		heading('What can still fail'),
		...(isKept ? fact('quorum', standing) : trouble('quorum', `${standing}: nothing can be changed or healed`)),
		...(spare === 0
			? trouble('to spare', managers === 1 ? 'none: with its only manager the swarm is gone' : 'none')
			: fact('to spare', `${count(spare, 'manager')} may fail`)),
		...(isEven
			? fact(
					'even number',
					`${managers} managers bear no more losses than ${managers - 1}: one more would help, or one less`,
				)
			: []),
		heading('Managers'),
		...managersOf(snapshot).flatMap(node => managerEntry(node, snapshot)),
	];
}

function managerEntry({id, hostname, manager, state}: Node, {self}: Snapshot): readonly Entry[] {
	const part = manager?.isLeader ? 'leader' : (manager?.reachability ?? '');
	const words = [part, manager?.address ?? '', id === self ? 'skep talks to this one' : ''].filter(word => word !== '');
	return manager?.reachability === 'reachable' && state === 'ready'
		? fact(clean(hostname), words.join('  '))
		: trouble(clean(hostname), [state, ...words].join('  '));
}

/** Where machines join: the manager skep talks to, else the leader. */
export const joinAddress = (snapshot: Snapshot): string => {
	const managers = managersOf(snapshot);
	const found =
		managers.find(({id}) => id === snapshot.self) ?? managers.find(({manager}) => manager?.isLeader) ?? managers[0];
	return found?.manager?.address ?? 'MANAGER:2377';
};

function joinEntries(snapshot: Snapshot, tokens: SwarmSubject['tokens']): readonly Entry[] {
	const address = joinAddress(snapshot);

	if (tokens !== undefined && 'why' in tokens) {
		return trouble('tokens', tokens.why);
	}

	return [
		...fact('as a worker', joinCommand(tokens?.worker ?? hidden, address)),
		...fact('as a manager', joinCommand(tokens?.manager ?? hidden, address)),
		text(
			tokens === undefined
				? 't shows the tokens. Who has one can join; T makes another of it, and the old one lets nobody in.'
				: 't hides them again. They are on screen only: skep keeps them nowhere. T makes another of one.',
		),
		text('w copies the command for a worker, m that for a manager; 1 and 2 copy only their tokens.'),
	];
}

const hasEncryption = ({networks}: Snapshot) =>
	[...(networks?.items.values() ?? [])].some(({isEncrypted}) => isEncrypted);

function settingEntries(settings: SwarmSettings, snapshot: Snapshot): readonly Entry[] {
	const pools = poolsOf(settings, snapshot);
	const {taskHistoryLimit: history} = settings;
	return [
		...certificateEntries(settings, snapshot),
		heading('Settings'),
		...fact(
			'autolock',
			settings.isAutolocked
				? 'on: a restarted manager waits for the unlock key (v shows it, W rotates it, Z turns autolock off)'
				: 'off: a restarted manager goes on by itself (Z turns it on)',
		),
		...fact('task history', history < 0 ? 'all ended tasks are kept' : `${count(history, 'ended task')} kept per slot`),
		...fact('heartbeat', `${settings.heartbeat} s; a node is down after three that are missed`),
		...fact('raft snapshots', `every ${settings.snapshotInterval} entries, ${settings.oldSnapshots} older ones kept`),
		...fact(
			'address pools',
			`${settings.addressPools.join(', ')} in ranges of /${settings.rangeBits}${pools === undefined ? '' : `: ${pools.taken} of ${pools.total} taken`}`,
		),
	];
}
