/** Names the class of an OCSF event and what was done, as the schema numbers them. */
export function classified(of: { category: [number, string]; class: [number, string]; id: number }): object {
  return {
    category_uid: of.category[0],
    category_name: of.category[1],
    class_uid: of.class[0],
    class_name: of.class[1],
    activity_id: of.id,
    type_uid: of.class[0] * 100 + of.id,
  };
}
