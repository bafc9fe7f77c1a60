export const container = ['TaskTemplate', 'ContainerSpec'];
export const placement = ['TaskTemplate', 'Placement'];
export const resources = ['TaskTemplate', 'Resources'];
