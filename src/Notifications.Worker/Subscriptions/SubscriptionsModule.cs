using CivicPlatform.Notifications.Webhooks;
using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Notifications.Subscriptions;

/// <summary>Who is told: webhooks of other systems, mailboxes.</summary>
public static class SubscriptionsModule
{
    public static IServiceCollection AddSubscriptions(this IServiceCollection services)
    {
        services.AddOptions<WebhookOptions>().BindConfiguration("Webhooks").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<SubscriptionVault>();
        services.AddEncryptedColumns("webhook_subscriptions", "secret");
        services.AddEncryptedColumns("email_subscriptions", "address");
        services.AddScoped<AddWebhookSubscription.Handler>();
        services.AddScoped<AddEmailSubscription.Handler>();
        return services;
    }

    public static void MapSubscriptions(this IEndpointRouteBuilder routes)
    {
        AddWebhookSubscription.Map(routes);
        ListWebhookSubscriptions.Map(routes);
        AddEmailSubscription.Map(routes);
        ListEmailSubscriptions.Map(routes);
        EndSubscription.Map(routes);
    }
}
