import type {FailureAction, UpdateOrder, UpdatePolicy} from '../../swarm/service.ts';
import type {RawUpdateConfig} from './raw.ts';
import {countOf, oneOf, secondsOf} from './values.ts';

/** What the engine does where a spec has no UpdateConfig at all (swarmkit api/defaults/service.go). */
export const defaultUpdateConfig: Required<RawUpdateConfig> = {
	Parallelism: 1,
	Delay: 0,
	Monitor: 5e9,
	FailureAction: 'pause',
	MaxFailureRatio: 0,
	Order: 'stop-first',
};

const failureActions: readonly FailureAction[] = ['pause', 'continue', 'rollback'];
const orders: readonly UpdateOrder[] = ['stop-first', 'start-first'];

/** A config that is there but leaves out its parallelism means all at once; only a missing config means one. */
export const decodePolicy = (raw: RawUpdateConfig | null | undefined): UpdatePolicy => {
	const config = raw ?? defaultUpdateConfig;
	return {
		parallelism: countOf(config.Parallelism),
		delay: secondsOf(config.Delay),
		monitor: secondsOf(config.Monitor || defaultUpdateConfig.Monitor),
		failureAction: oneOf(failureActions, config.FailureAction) ?? 'pause',
		maxFailureRatio: countOf(config.MaxFailureRatio),
		order: oneOf(orders, config.Order) ?? 'stop-first',
	};
};
