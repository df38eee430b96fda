using Microsoft.Extensions.DependencyInjection;

namespace Perto.Platform;

/// <summary>A job as its module registered it and the settings changed it.</summary>
internal sealed record JobDefinition
{
    public required string Name { get; init; }

    public required Type Type { get; init; }

    public required JobSchedule Schedule { get; init; }

    public required JobOptions Options { get; init; }

    public required bool Enabled { get; init; }

    /// <summary>Name of the lease of who runs it.</summary>
    public string LeaseName => JobTable.LeasePrefix + Name;

    public IScheduledJob Create(IServiceProvider services) => (IScheduledJob)ActivatorUtilities.CreateInstance(services, Type);
}
