import {
  SelectionSet,
  federationMetadata,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  type CompositeType,
} from '@apollo/federation-internals';

/** Planners whose class has been repaired: the class is one for all. */
const repaired = new WeakSet<object>();

/**
 * Repairs a mistake of the planner (2.14) in the one place where it is made, since nothing that it is given can prevent it; see
 * docs/decisions/0010, "Circles of requirements".
 *
 * When what a `@requires` needs has been planned, the planner asks whether it may move it into the step before, and takes a
 * field that the subgraph there declares as `@external` for one that it answers. The field is asked of a subgraph that
 * does not have it, and what hangs on it is null without an error. With this, such a field is not moved.
 *
 * Errors: throws when the planner has changed so that the place is not there any more.
 */
export function repairPlanner(): void {
  const prototype: { canRebaseOn?: (parent: CompositeType) => boolean } = SelectionSet.prototype;
  const { canRebaseOn } = prototype;
  if (repaired.has(prototype)) return;
  if (canRebaseOn === undefined) throw new TypeError('the planner cannot be repaired: look at planner-repair.ts');
  prototype.canRebaseOn = function (this: SelectionSet, parent) {
    return canRebaseOn.call(this, parent) && isAnsweredOn(this, parent);
  };
  repaired.add(prototype);
}

/** Whether the subgraph of the type answers all of the fields itself, without being told anything. */
function isAnsweredOn(selection: SelectionSet, parent: CompositeType): boolean {
  const metadata = federationMetadata(parent.schema());
  if (metadata === undefined) return true;
  return selection.selections().every((node) => {
    if (node.kind === 'FragmentSelection') {
      const condition = node.element.typeCondition;
      const type = condition === undefined ? parent : parent.schema().type(condition.name);
      return type !== undefined && isCompositeType(type) && isAnsweredOn(node.selectionSet, type);
    }
    const field = isObjectType(parent) || isInterfaceType(parent) ? parent.field(node.element.name) : undefined;
    if (field === undefined) return true;
    if (metadata.isFieldExternal(field) || field.hasAppliedDirective(metadata.requiresDirective())) return false;
    const type = field.type && 'baseType' in field.type ? field.type.baseType() : field.type;
    return node.selectionSet === undefined || type === undefined || !isCompositeType(type)
      ? true
      : isAnsweredOn(node.selectionSet, type);
  });
}
