using System.ComponentModel.DataAnnotations;
using CivicPlatform.Notifications.Email;
using CivicPlatform.Notifications.Webhooks;
using Microsoft.Extensions.Options;

namespace CivicPlatform.Notifications.Deliveries;

/// <summary>How it is told: two channels, a sender with claims and retries, the delivery log.</summary>
public static class DeliveriesModule
{
    public static IServiceCollection AddDeliveries(this IServiceCollection services)
    {
        services.AddOptions<SmtpOptions>().BindConfiguration("Smtp").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<DeliveryOptions>().BindConfiguration("Deliveries").ValidateDataAnnotations()
            .Validate(o => Validator.TryValidateObject(o.Retry, new ValidationContext(o.Retry), null, true),
                "Deliveries:Retry is out of range.")
            .Validate<IOptions<WebhookOptions>, IOptions<SmtpOptions>>(
                (o, webhooks, smtp) => o.Lease > webhooks.Value.Timeout && o.Lease > smtp.Value.Timeout,
                "Deliveries:Lease must outlast the time-outs of the channels.")
            .ValidateOnStart();
        services.AddSingleton<DeliveryGate>();
        services.AddSingleton<DeliveryClaims>();
        services.AddScoped<DeliverySender>();
        services.AddScoped<ResendDelivery.Handler>();
        services.AddScoped<IDeliveryChannel, EmailChannel>();
        services.AddScoped<IDeliveryChannel, WebhookChannel>();
        services.AddSingleton(s => new HttpClient(
            WebhookHandlers.Create(s.GetRequiredService<IOptions<WebhookOptions>>().Value.Guard()))
        {
            Timeout = Timeout.InfiniteTimeSpan, // The channel sets it per try.
        });
        services.AddHostedService<SenderLoop>();
        return services;
    }

    public static void MapDeliveries(this IEndpointRouteBuilder routes)
    {
        ListDeliveries.Map(routes);
        GetDelivery.Map(routes);
        ResendDelivery.Map(routes);
    }
}
