import type {ServiceSpec} from './model.ts';
import {Refusal} from './refusal.ts';

type Words = readonly (string | undefined)[];

const check = (value: string | undefined, known: Words, message: (value: string) => string) => {
	if (value && !known.includes(value)) {
		throw new Refusal(400, message(value));
	}
};

/**
The daemon refuses words it doesn't know itself, while it translates a spec for SwarmKit (daemon/cluster/convert):
without a gRPC code.
*/
export const checkWords = (spec: ServiceSpec) => {
	for (const config of [spec.UpdateConfig, spec.RollbackConfig]) {
		const actions = ['pause', 'continue', 'rollback'];
		check(config?.FailureAction, actions, value => `unrecognized update failure action ${value}`);
		check(config?.Order, ['stop-first', 'start-first'], value => `unrecognized update order ${value}`);
	}
	const {Condition} = spec.TaskTemplate.RestartPolicy ?? {};
	check(Condition, ['none', 'on-failure', 'any'], value => `invalid RestartCondition: "${value}"`);
	check(spec.EndpointSpec?.Mode, ['vip', 'dnsrr'], value => `invalid resolution mode: "${value}"`);
};
