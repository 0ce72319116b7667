export function PlanDetailsPage() {
  return null;
}
