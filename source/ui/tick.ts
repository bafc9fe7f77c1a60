import {createStore} from 'zustand/vanilla';
import type {Clock} from '../store/clock.ts';
import type {Instant} from '../swarm/values.ts';

export type ClockStore = ReturnType<typeof createClock>;

/** What the screen takes for now: it moves on with every tick and with every answer, and with nothing else. */
export const createClock = (now: Instant) => createStore(() => ({now}));

/** Something on screen is counted in seconds. */
const lively = 1_000;
/** Ages are in minutes: looking four times a minute shows each in good time, and draws nothing where none changed. */
const idle = 15_000;

/** Moves the clock on by itself: every second while something moves, else seldom. */
export function startTicking(clock: ClockStore, isMoving: () => boolean, {now, after}: Clock) {
	const tick = () => {
		clock.setState({now: now()});
		stop = after(isMoving() ? lively : idle, tick);
	};
	let stop = after(lively, tick);
	return () => stop();
}
