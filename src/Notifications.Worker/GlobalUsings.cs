global using CivicPlatform.Contracts;
global using CivicPlatform.Kernel;
global using CivicPlatform.Notifications.Data;
global using CivicPlatform.ServiceDefaults.Auth;
global using CivicPlatform.ServiceDefaults.Data;
global using CivicPlatform.ServiceDefaults.Http;
global using CivicPlatform.ServiceDefaults.Messaging;
global using Microsoft.EntityFrameworkCore;
