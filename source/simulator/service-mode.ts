import type {ServiceSpec} from './model.ts';
import type {Service} from './objects.ts';

type ModeName = 'replicated' | 'global' | 'replicated-job' | 'global-job';

export const modeOfSpec = ({Mode = {}}: Pick<ServiceSpec, 'Mode'>): ModeName => {
	if (Mode.Global) {
		return 'global';
	}
	if (Mode.ReplicatedJob) {
		return 'replicated-job';
	}
	return Mode.GlobalJob ? 'global-job' : 'replicated';
};

export const modeOf = (service: Service) => modeOfSpec(service.raw.Spec);
export const isJob = (service: Service) => modeOf(service).endsWith('job');

/** One task per node, on every node that fits. */
export const isPerNode = (service: Service) => modeOf(service).startsWith('global');

export const replicasOf = ({raw}: Service) => raw.Spec.Mode?.Replicated?.Replicas ?? 1;

/** The run that a job is at. */
export const jobIteration = ({raw}: Service) => raw.JobStatus?.JobIteration.Index ?? 0;

export const completionsOf = ({raw}: Service) => {
	const {TotalCompletions, MaxConcurrent} = raw.Spec.Mode?.ReplicatedJob ?? {};
	const total = TotalCompletions ?? MaxConcurrent ?? 1;
	// 0 is as many as there are to do.
	return {total, concurrent: MaxConcurrent || total};
};
