import {rootRotationOf} from '../../swarm/root-rotation.ts';
import type {Snapshot} from '../../swarm/snapshot.ts';
import type {SwarmSettings} from '../../swarm/swarm-settings.ts';
import {absolute} from '../format/clock.ts';
import {count} from '../format/plural.ts';
import {type Entry, fact, heading, trouble} from './section.ts';

/** The root certificate, those of nodes, and how far a rotation is. */
export function certificateEntries(settings: SwarmSettings, snapshot: Snapshot): readonly Entry[] {
	const {rootExpiresAt, nodeCertificateLife} = settings;
	return [
		heading('Certificates'),
		...fact('root', rootExpiresAt === undefined ? "can't be read" : `good until ${absolute(rootExpiresAt)}`),
		...rotationEntries(settings, snapshot),
		...fact('of nodes', `good for ${lifeOf(nodeCertificateLife)}; nodes renew theirs by themselves`),
	];
}

const lifeOf = (seconds: number) =>
	seconds < 2 * 86_400 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} d`;

const mostNames = 6;

/** How far a rotation of the root certificate is, and for whom it waits. */
function rotationEntries({isRootRotating}: SwarmSettings, snapshot: Snapshot): readonly Entry[] {
	if (!isRootRotating) {
		return fact('rotation', 'none under way; C makes a new root certificate, and every node a new one by it');
	}

	const rotation = rootRotationOf(snapshot);

	if (rotation === undefined) {
		return fact('rotation', 'the root certificate is being rotated');
	}

	const {nodes, renewed, waitsFor} = rotation;
	const silent = waitsFor.filter(({state}) => state !== 'ready');
	const names = (some: typeof waitsFor) => some.slice(0, mostNames).map(({hostname}) => hostname);
	const rest = waitsFor.length > mostNames ? ` and ${waitsFor.length - mostNames} more` : '';
	return [
		...fact(
			'rotation',
			`under way: ${renewed} of ${count(nodes, 'node')} have a certificate of the new root${waitsFor.length === 0 ? '; the old one goes in a moment' : `, not yet ${names(waitsFor).join(', ')}${rest}`}`,
		),
		...trouble(
			'held up by',
			silent.length === 0
				? undefined
				: `${names(silent).join(', ')}: ${silent.length === 1 ? 'it is' : 'they are'} not up. It ends when they are back, or removed from the list of nodes`,
		),
	];
}
