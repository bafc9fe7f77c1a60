import {isEqualJson} from '../../swarm/equal.ts';
import type {Foresight} from '../../swarm/foresight/foresight.ts';
import type {Rewrite} from '../../swarm/foresight/rewrite.ts';
import type {Service, UpdatePolicy} from '../../swarm/service.ts';
import type {Snapshot} from '../../swarm/snapshot.ts';
import {changesBy, type Return, specAfter} from './returns.ts';
import {rewrittenForesight} from './rewritten.ts';

/** A way back, and the service as it will be where that was read from the spec. */
export type Leads = {readonly service: Service; readonly way: Return; readonly wanted: Service | undefined};

/** What the way leads to, unless that is another spec by now. */
const wantedBy = ({service, way, wanted}: Leads) =>
	wanted !== undefined && isEqualJson(wanted.spec, specAfter(service, way) ?? null) ? wanted : undefined;

/** The engine goes by other settings for its own rollback than for a write: those of the spec that it returns to. */
export const policyOf = (leads: Leads): UpdatePolicy => {
	const {service, way} = leads;
	const wanted = wantedBy(leads) ?? service;
	return way.kind === 'engine' ? wanted.rollback : wanted.update;
};

/** Tasks don't tell which ports they were made for: where those change, all are taken to be replaced. */
const arePortsOther = (service: Service, way: Return) =>
	changesBy(service, way).some(({path}) => /^(port|endpoint)\b/.test(path));

const returnChange = (leads: Leads): Rewrite | undefined => {
	const {service, way} = leads;
	const wanted = wantedBy(leads);
	return (
		wanted && {
			kind: 'change',
			before: service,
			wanted,
			replaced: arePortsOther(service, way) ? 'all' : 'unlike',
			isRollback: way.kind === 'engine',
		}
	);
};

/** Of all services together; undefined where one of them isn't known well enough. */
export const returnForesight = (all: readonly Leads[], snapshot: Snapshot): Foresight | undefined => {
	const changes = all.flatMap(leads => returnChange(leads) ?? []);
	return changes.length === all.length ? rewrittenForesight(changes, snapshot) : undefined;
};
