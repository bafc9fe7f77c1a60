import type {UnlockKeySubject} from '../layers.ts';
import {type Entry, fact, heading, text, trouble} from './section.ts';

/** On screen until the page is closed, and kept nowhere. */
export function describeUnlockKey({key, why}: UnlockKeySubject): readonly Entry[] {
	if (why !== undefined) {
		return trouble('unlock key', why);
	}

	return [
		heading('What a manager that restarts is unlocked with'),
		...fact('unlock key', key ?? 'Reading...'),
		heading('What it is for'),
		text(
			"Without it a restarted manager can't come back. When all managers restart, as after a power cut, nothing can.",
		),
		text(
			'Keep it outside of these machines, in a password manager: whoever has it and a disk of a manager has the swarm.',
		),
		text('A restarted manager is unlocked by skep on it (K), or by: docker swarm unlock'),
		text('Managers that were down when it was rotated still need the one from before, once.'),
		text('c copies it. It is on screen only until this page is closed: skep keeps it nowhere.'),
	];
}
