import {isJob, type Service} from './service.ts';

/**
The fewest tasks that run while all of a service's are replaced one after the other, as its update settings have it;
undefined for jobs, which have none that should keep running, and where it isn't known how many slots there are.
*/
export const rolloutFloor = (service: Service, slots: number | undefined): number | undefined => {
	if (slots === undefined || isJob(service)) {
		return undefined;
	}

	const {order, parallelism} = service.update;
	return order === 'start-first' ? slots : Math.max(0, slots - (parallelism === 0 ? slots : parallelism));
};
