using System.ComponentModel.DataAnnotations;

namespace Perto.Streaming;

/// <summary>Events that are taken together: all or none.</summary>
/// <param name="Events">1 to 1,000 events.</param>
public sealed record EventBatch([property: MinLength(1), MaxLength(EventRules.MaxEvents)] IReadOnlyList<StreamingEvent> Events);
