import type {ServiceId} from '../ids.ts';
import {believedNodes} from '../living.ts';
import {quorumOf} from '../quorum.ts';
import {isJob} from '../service.ts';
import {isByNode} from '../slot-groups.ts';
import {type Snapshot, serviceOf} from '../snapshot.ts';
import type {Instant} from '../values.ts';
import {tightestOf} from './capacity-left.ts';
import type {Foresight} from './foresight.ts';
import {globalShare} from './global-update.ts';
import {replicatedShare} from './replicated-update.ts';
import {type Revision, replacedBy, updated} from './revision.ts';
import {type Share, settleShares} from './share.ts';
import {sorted} from './sorted.ts';
import type {ServiceUpdate} from './template-after.ts';
import {eitherWay} from './untried.ts';
import {isMeant} from './waiting-tasks.ts';

/** A change of a service's spec: what is replaced, as its own policy says, and so many tasks more. */
export const updateShare = (revision: Revision, added = 0): Share =>
	isByNode(revision.before) ? globalShare(revision) : replicatedShare(revision, added);

/** A change of what the tasks are made from: a rolling update, as the service's own policy says. */
export const updateForesight = (
	snapshot: Snapshot,
	id: ServiceId,
	change: ServiceUpdate,
	now: Instant,
): Foresight | undefined => eitherWay(snapshot, seen => updatedBy(seen, id, change, now));

const updatedBy = (snapshot: Snapshot, id: ServiceId, change: ServiceUpdate, now: Instant): Foresight | undefined => {
	const before = serviceOf(snapshot, id);
	const nodes = believedNodes(snapshot, now);

	if (before === undefined || nodes === undefined) {
		return undefined;
	}

	const after = updated(before, change);
	const tasks = snapshot.tasks.get(id)?.items ?? [];
	// A job runs on as it began: only a forced update makes it run once more (swarmkit, orchestrator/jobs).
	const old = isJob(before) ? [] : replacedBy(before, after, tasks, nodes);
	const share = updateShare({snapshot, nodes, before, after, tasks, old});
	const {fates, waiting, places} = settleShares({snapshot, nodes}, [share]);
	const quorum = quorumOf(nodes);
	const meant = tasks.filter(isMeant).length;
	return {
		isWhole: snapshot.hasAllTasks,
		tasks: meant,
		...sorted(fates),
		stays: meant - old.length,
		ports: [],
		waiting,
		tightest: tightestOf(places),
		quorum: {before: quorum, after: quorum},
	};
};
