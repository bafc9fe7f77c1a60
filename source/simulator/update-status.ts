import type {Service} from './objects.ts';
import type {Swarm} from './swarm.ts';

/** What an update writes about itself (orchestrator/update/updater.go). All of it is skipped once a client reset the status. */
export const startUpdate = ({store}: Swarm, service: Service) => {
	if (service.raw.UpdateStatus === undefined) {
		const StartedAt = store.services.stamp();
		store.services.write(service, {
			UpdateStatus: {State: 'updating', StartedAt, Message: 'update in progress'},
		});
	}
};

export const isRollingBack = ({raw}: Service) => raw.UpdateStatus?.State === 'rollback_started';

export const pauseUpdate = ({store}: Swarm, service: Service, message: string) => {
	const {UpdateStatus} = service.raw;
	if (UpdateStatus) {
		const State = isRollingBack(service) ? 'rollback_paused' : 'paused';
		store.services.write(service, {UpdateStatus: {...UpdateStatus, State, Message: message}});
	}
};

/** Back to the previous spec, which is gone then: an automatic rollback can't be rolled back. */
export const rollBack = ({store}: Swarm, service: Service, message: string) => {
	const {UpdateStatus, PreviousSpec} = service.raw;
	if (UpdateStatus === undefined || PreviousSpec === undefined) {
		return;
	}
	service.specVersion = service.previousSpecVersion ?? service.specVersion;
	service.previousSpecVersion = undefined;
	store.services.write(service, {
		UpdateStatus: {...UpdateStatus, State: 'rollback_started', Message: message},
		Spec: PreviousSpec,
		PreviousSpec: undefined,
	});
};

export const completeUpdate = ({store}: Swarm, service: Service) => {
	const {UpdateStatus} = service.raw;
	if (UpdateStatus) {
		const isRollback = isRollingBack(service);
		store.services.write(service, {
			UpdateStatus: {
				...UpdateStatus,
				State: isRollback ? 'rollback_completed' : 'completed',
				CompletedAt: store.services.stamp(),
				Message: isRollback ? 'rollback completed' : 'update completed',
			},
		});
	}
};
