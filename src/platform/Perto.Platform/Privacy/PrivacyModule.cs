using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Perto.Platform;

/// <summary>All that the privacy module brings; its tables belong to the platform.</summary>
internal static class PrivacyModule
{
    public static void Describe(ModuleBuilder module) => module
        .Settings<PrivacySettings>(PrivacySettings.Section)
        .Services(AddServices)
        .PersonalData<OwnRecords>()
        .PersonalData<DerivedRecords>()
        .PersonalData<RejectedLines>()
        .PersonalData<Uploads>()
        .Endpoints(PrivacyEndpoints.Map)
        .Worker<ErasureWorker>()
        .Job<DataRetention>(
            "privacy-retention",
            JobSchedule.Every(TimeSpan.FromHours(1)),
            new JobOptions { Description = "Deletes what is older than Perto:Privacy:Retention allows" });

    private static void AddServices(IServiceCollection services)
    {
        // Wrong retention ends the start, also of a process that does not apply it.
        services.AddOptions<PrivacySettings>().PostConfigure<IEnumerable<PertoModule>>(
            (settings, modules) => RetentionRules.Read(settings, modules.SelectMany(declared => declared.PersonalData)));
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<PrivacySettings>>().Value);
        services.AddSingleton<InstallationKey>();
        services.AddSingleton<PrivacyAudit>();
        services.AddSingleton(provider => new Suppressions(
            provider.GetRequiredService<IDatabase>(), provider.GetRequiredService<InstallationKey>(), provider.GetRequiredService<PrivacyAudit>()));
        services.AddSingleton<PrivacyRegistry>();
        services.AddSingleton(provider => new Erasures(
            provider.GetRequiredService<IDatabase>(),
            provider.GetRequiredService<PrivacyRegistry>(),
            provider.GetRequiredService<InstallationKey>(),
            provider.GetRequiredService<PrivacyAudit>(),
            provider.GetRequiredService<LeaseKeeper>(),
            provider.GetRequiredService<PrivacySettings>(),
            provider.GetRequiredService<IdGenerator>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<Erasures>>()));
        services.AddSingleton(provider => new PersonalDataExport(
            provider.GetRequiredService<IDatabase>(),
            provider.GetRequiredService<PrivacyRegistry>(),
            provider.GetRequiredService<InstallationKey>(),
            provider.GetRequiredService<PrivacyAudit>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<PeopleCollections>();
        services.AddSingleton<RetentionPolicy>();
        services.AddSingleton<PrivacyReader>();
        services.AddSingleton<PrivacyTenants>();
    }
}
