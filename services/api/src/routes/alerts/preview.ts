import { readRule } from '@tidemark/core';
import type { FastifyInstance } from 'fastify';
import { callerOf } from '../../access.ts';
import { previewRule } from '../../alerts/preview.ts';
import { checked } from '../../alerts/read.ts';
import { AlertBody, AlertPreviewAnswer } from '../../answers/alerts.ts';
import type { Context } from '../../context.ts';
import { contextOf, viewTenant } from '../../tenantView.ts';
import { documented } from '../documented.ts';

export const alertPreviewRoute = (server: FastifyInstance, context: Context): void => {
  server.post(
    '/v1/alerts/preview',
    documented({
      summary: 'A rule run over the past year: when it would have fired',
      body: AlertBody,
      answers: { 200: AlertPreviewAnswer },
    }),
    async (request) => {
      const { tenant } = callerOf(request);
      const given = { name: 'Preview', ...(request.body as object) };
      const rule = checked(() => readRule(given), context.alerts.config);
      const view = await viewTenant(context, tenant);
      return previewRule(contextOf(context, view), view, rule);
    },
  );
};
