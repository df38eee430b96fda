using System.ComponentModel.DataAnnotations;

namespace Perto.Platform;

/// <summary>Settings under <c>Perto:Outbox</c>.</summary>
public sealed class OutboxSettings
{
    /// <summary>The section below <c>Perto:</c>.</summary>
    public const string Section = "Outbox";

    /// <summary>How long after a message is done a second one with its dedupe id is still the same message.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan DedupeTime { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How often a worker looks for messages that nobody told it of. New messages are signalled and do not wait for it.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(5);
}
