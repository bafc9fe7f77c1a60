import type {Service} from './objects.ts';
import {isRollingBack} from './update-status.ts';

/** How one run of the updater goes about it. Times are in milliseconds. */
export type Policy = {
	readonly parallelism: number;
	readonly delay: number;
	readonly monitor: number;
	readonly failureAction: string;
	readonly maxFailureRatio: number;
	readonly isStartFirst: boolean;
};

const defaultMonitor = 5000;

/** UpdateConfig, or RollbackConfig while rolling back, with the defaults of updater.go; 0 workers are as many as slots. */
export const policyOf = (service: Service, dirtySlots: number): Policy => {
	const {UpdateConfig, RollbackConfig} = service.raw.Spec;
	const config = isRollingBack(service) ? RollbackConfig : UpdateConfig;
	const parallelism = config === undefined ? 1 : (config.Parallelism ?? 0);
	const delay = (config?.Delay ?? 0) / 1e6;
	const monitor = (config?.Monitor ?? 0) / 1e6 || defaultMonitor;
	return {
		parallelism: parallelism === 0 ? dirtySlots : parallelism,
		delay,
		monitor: delay >= monitor ? delay + 1000 : monitor,
		failureAction: config?.FailureAction || 'pause',
		maxFailureRatio: config?.MaxFailureRatio ?? 0,
		isStartFirst: config?.Order === 'start-first',
	};
};
