import type {RawServiceAnswer} from '../model.ts';

const policy = {
	Parallelism: 1,
	FailureAction: 'pause',
	Monitor: 5_000_000_000,
	MaxFailureRatio: 0,
	Order: 'stop-first',
};

/** What `insertDefaults=true` adds: everything that the engine would assume. */
export const withDefaults = (raw: RawServiceAnswer): RawServiceAnswer => {
	const {Spec} = raw;
	const {ContainerSpec = {}, Placement = {}, RestartPolicy, ...template} = Spec.TaskTemplate;
	return {
		...raw,
		Spec: {
			...Spec,
			TaskTemplate: {
				ContainerSpec: {StopGracePeriod: 10_000_000_000, ...{DNSConfig: {}}, ...ContainerSpec},
				...template,
				RestartPolicy: {Condition: 'any', Delay: 5_000_000_000, MaxAttempts: 0, ...RestartPolicy},
				Placement,
			},
			UpdateConfig: {...policy, ...Spec.UpdateConfig},
			RollbackConfig: {...policy, ...Spec.RollbackConfig},
			EndpointSpec: {Mode: 'vip', ...Spec.EndpointSpec},
		},
	};
};
