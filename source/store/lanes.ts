import type {Instant} from '../swarm/values.ts';
import {backoff, type Clock} from './clock.ts';
import {createEar} from './silence.ts';

/** One kind of question. At most one of a kind is under way. */
export type Lane = {
	/** When it is to be asked next, by what is wanted and known now. */
	readonly dueAt: () => Instant;
	/** Asks, and puts the answer where it belongs. */
	readonly ask: (signal: AbortSignal) => Promise<void>;
	/** Somebody waits for its answers: it may keep the engine busy for a third of the time. */
	readonly isWatched?: () => boolean;
};

type LanesOptions = {
	readonly lanes: readonly Lane[];
	readonly clock: Clock;
	readonly signal: AbortSignal;
	/** Bytes received so far: a big answer on a slow line is no silence. */
	readonly received: () => number;
	/** Nothing at all was heard for some seconds though something was asked; told again while it lasts. `waiting` is in milliseconds. */
	readonly onSilence: (waiting: number) => void;
	readonly onAnswer: () => void;
	/** `since` is when the last answer came: one question may fail while others are answered. */
	readonly onFailure: (error: unknown, askedAt: Instant, since: Instant) => void;
};

type Track = {
	readonly lane: Lane;
	isBusy: boolean;
	failures: number;
	notBefore: Instant;
	/** How long the last three answers took, in milliseconds. */
	delays: readonly number[];
};

/** Two questions of a kind are at least so far apart, in milliseconds. */
const gap = 100;
/** A lane is busy for at most a twentieth of the time with what the engine itself needs; a third where somebody watches. */
const rest = {usual: 20, watched: 3};
/** So many answers in a row tell how quick an engine is. */
const trend = 3;

/**
Asks every lane's question when it is due, slower when the engine answers slowly. `wake` looks again at what is due;
`hurry` takes no rest before that, as somebody asked.
*/
export const runLanes = ({lanes, clock, signal, received, onSilence, onAnswer, onFailure}: LanesOptions) => {
	const tracks = lanes.map((lane): Track => ({lane, isBusy: false, failures: 0, notBefore: 0, delays: []}));
	let cancelTimer = () => {};
	let answeredAt = clock.now();
	let quickest = Number.POSITIVE_INFINITY;
	const ear = createEar({clock, received, onSilence});

	/** The way there and back is no load on the engine; one slow answer is no trend, least of all the first. */
	const restAfter = ({lane, delays}: Track) =>
		delays.length < trend ? 0 : (lane.isWatched?.() ? rest.watched : rest.usual) * (Math.min(...delays) - quickest);

	const succeed = (track: Track, askedAt: Instant) => {
		answeredAt = clock.now();
		ear.heard();
		track.failures = 0;
		track.delays = [answeredAt - askedAt, ...track.delays].slice(0, trend);
		quickest = Math.min(quickest, answeredAt - askedAt);
		track.notBefore = askedAt + Math.max(gap, restAfter(track));
		onAnswer();
	};
	const fail = (track: Track, askedAt: Instant, error: unknown) => {
		track.failures += 1;
		track.notBefore = clock.now() + backoff(track.failures);
		onFailure(error, askedAt, answeredAt);
	};
	const start = async (track: Track) => {
		const askedAt = clock.now();
		track.isBusy = true;
		const stopListening = ear.listen(askedAt);
		const outcome = await track.lane.ask(signal).then(
			() => undefined,
			(error: unknown) => ({error}),
		);
		stopListening();
		track.isBusy = false;
		if (signal.aborted) {
			return;
		}
		if (outcome === undefined) {
			succeed(track, askedAt);
		} else {
			fail(track, askedAt, outcome.error);
		}
		wake();
	};
	const dueAt = (track: Track) =>
		track.isBusy ? Number.POSITIVE_INFINITY : Math.max(track.notBefore, track.lane.dueAt());
	const wake = () => {
		cancelTimer();
		if (signal.aborted) {
			return;
		}
		const now = clock.now();
		for (const track of tracks.filter(candidate => dueAt(candidate) <= now)) {
			void start(track);
		}
		const next = Math.min(...tracks.map(dueAt));
		cancelTimer = Number.isFinite(next) ? clock.after(Math.max(next - now, 1), wake) : () => {};
	};
	signal.addEventListener('abort', () => cancelTimer(), {once: true});
	const hurry = () => {
		for (const track of tracks.filter(({failures}) => failures === 0)) {
			track.notBefore = 0;
		}
		wake();
	};
	return {wake, hurry};
};
