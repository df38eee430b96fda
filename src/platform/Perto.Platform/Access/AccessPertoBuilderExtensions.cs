using Microsoft.Extensions.DependencyInjection;

namespace Perto.Platform;

/// <summary>Keys and the audit log as modules.</summary>
internal static class AccessPertoBuilderExtensions
{
    public static PertoBuilder AddAccess(this PertoBuilder perto) => perto
        .AddModule("keys", module => module
            .Endpoints(KeyEndpoints.Map)
            .Services(services =>
            {
                services.AddSingleton<AccessModules>();
                services.AddSingleton<KeyRing>();
                services.AddSingleton<KeyStore>();
                services.AddSingleton<KeyUse>();
                services.AddHostedService(provider => provider.GetRequiredService<KeyUse>());
            }))
        .AddModule("audit", module => module
            .Settings<AuditSettings>(AuditSettings.Section)
            .Endpoints(AuditEndpoints.Map)
            .Services(services =>
            {
                services.AddSingleton<AuditLog>();
                services.AddSingleton<AuditJournal>();
                services.AddHostedService(provider => provider.GetRequiredService<AuditJournal>());
            })
            .Worker<AuditRetention>());
}
